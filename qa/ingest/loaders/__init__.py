"""Loaders: one module for each file format, and the registry of them.

Comes in: the path of a file, and options.
Goes out: raw documents and load errors.
"""
