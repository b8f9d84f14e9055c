"""Read files in many formats into batches of canonical tables, in bounded memory.

`explorer.sources.declarations` declares the formats, `explorer.sources.format_detection` finds the format of a file,
and `explorer.sources.reading` reads it. Every row is either accepted or rejected with a reason; a file that cannot be
read as a table at all raises `explorer.common.errors.InputError`.
"""
