"""What systems do differently: the one place that asks which system this is.

Elsewhere lies only what is a matter of files: their rights (`file_modes`), the names that a disk takes (`locations`),
drafts (`temp_files`). Imports nothing but what every program has: the reader's process loads this before it is held to
its limits.
"""
