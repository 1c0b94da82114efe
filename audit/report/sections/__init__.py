"""One module per section: each turns the result into what its template prints, and decides nothing."""
