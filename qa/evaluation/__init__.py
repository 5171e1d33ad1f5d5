"""How good the answers are: measures, data sets, baselines, saved runs and reports.

Asks an `Assistant` as any user does, and knows nothing of how it finds its answers.
"""
