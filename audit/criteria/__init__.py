"""What evidence is compared with: checklists, schemes, instruments. Data, and the models that check it."""
