"""What the files of a folder probably are: a proposal for audit.yaml, with a reason for every line.

Nothing here decides for good: a proposal is confident or doubtful, says why, and a person has the last word.
The values decide as much as the names do, because nobody's headers are those of the catalogue.

``folder`` finds the files, ``opening`` reads them, ``profile`` looks at each column, ``fitting`` compares a
column with one of the catalogue, ``matching`` assigns the columns of a file to those of a table, ``surveys``
finds the items of a questionnaire, ``proposing`` puts it all together, ``document`` writes audit.yaml.
"""
