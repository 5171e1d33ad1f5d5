"""News pages: which lines are the article, and who published it where and when.

Comes in: the text of a page, or the tree of a web page.
Goes out: spans of the text, and metadata.
"""
