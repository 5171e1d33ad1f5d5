"""Training of the reader; needs torch and the public data sets.

Comes in: data and written questions.
Goes out: packed weights, their figures and their model card. `python -m qa.training` is the way in.
"""
