"""Validation: how well a trained network reads questions that it was not trained on.

Comes in: a network and the validation files of the data.
Goes out: exact match, token F1 and AUROC of each set; `python -m qa.training.validation` logs them.
"""
