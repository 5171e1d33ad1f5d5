"""Training data: rows of the public sets, and written questions over whole articles.

Comes in: files.
Goes out: examples, each a question with one passage and its answers.
"""
