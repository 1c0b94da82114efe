"""Questionnaires as people fill them in, from an instrument and the table that its answers go to."""
