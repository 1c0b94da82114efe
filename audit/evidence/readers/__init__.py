"""Files as they were handed over -> text tables in DuckDB whose every row knows where it stands.

A reader of any format gives the same thing: a relation whose columns are all text, exactly as in the
file (an empty field is the empty string, not null), followed by ``_row`` (bigint: the physical line,
or the row of the sheet, from 1) and ``_file`` (the path as shown to people); and a ``Source`` that
says what was read and how. What cannot be read in full is ``Unreadable``: never a part in silence.
"""
