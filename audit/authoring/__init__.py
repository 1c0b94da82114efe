"""Checklists of one's own: a form to fill in as a spreadsheet, and the YAML files that come of it."""
