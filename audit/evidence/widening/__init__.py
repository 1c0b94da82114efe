"""Answers in long form, one row each, become columns of the surveys that their respondents stand in."""
