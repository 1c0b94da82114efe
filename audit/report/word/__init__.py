"""The report as a Word document: editable, with the structure of the PDF, and its looks in named styles."""
