"""Locks, checksums, and folders that are built once and atomically.

Input: a function that fills a folder.
Output: a folder that is complete or absent.
"""
