"""Papers that are handed to the organisation: what they say, apart from whether it is Markdown or a workbook."""
