"""Locks, checksums, and folders that are built once and atomically.

Comes in: a function that fills a folder.
Goes out: a folder that is complete or absent.
"""
