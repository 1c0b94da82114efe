"""Text that somebody may put into evidence, a name or a reason, and what readers of each form see of it."""
