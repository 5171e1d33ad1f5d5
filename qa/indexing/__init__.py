"""Bringing a library up to date with files.

Comes in: paths, an encoder, a library.
Goes out: the library with what is new, changed or gone, and a report of it.
"""
