"""Ingestion: load files as articles, and split articles into passages.

Comes in: files and folders, which are read in a sandbox.
Goes out: articles with their metadata, load errors, and passages without boilerplate.
"""
