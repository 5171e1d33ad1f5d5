"""Indexing: sync a library with files.

Comes in: paths, an encoder, a library.
Goes out: the library with new and changed articles, without missing ones, and a report.
"""
