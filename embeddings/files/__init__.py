"""Files that are made once and kept whole: locks, checksums, folders.

Comes in: a function that makes files.
Goes out: a folder that is complete or not there.
"""
