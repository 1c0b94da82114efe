"""A checklist in order, and what people get wrong in one of their own."""
