"""From files to articles, and from articles to passages.

Comes in: files and folders, which are read in a process of their own with limits.
Goes out: articles with their metadata, load errors, and passages without boilerplate.
"""
