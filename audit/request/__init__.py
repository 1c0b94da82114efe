"""The data request of an engagement: what is asked for, why, and what has come already."""
