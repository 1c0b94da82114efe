"""Files as people hand them over when something is wrong, and what ``audit validate`` says of each."""
