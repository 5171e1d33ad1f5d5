"""The records: article, passage, question, search filter, reader output, citation, answer.

Comes in: nothing but plain values, which each record checks when it is made.
Goes out: frozen dataclasses; they import nothing but each other.
"""
