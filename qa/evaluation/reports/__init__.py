"""Reports of a run: tables, plots, an HTML page, Markdown.

Comes in: a saved run.
Goes out: files for people.
"""
