"""Tasks: each asks an assistant the questions of a data set; `qa.evaluation.runner` lists them.

Comes in: a data set and an assistant.
Goes out: outcomes, each with the values of its measures.
"""
