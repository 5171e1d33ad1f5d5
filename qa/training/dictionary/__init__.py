"""The English and Indonesian dictionary, made from FreeDict and parallel sentences.

Comes in: dictionaries and parallel text.
Goes out: the table that `qa.text.dictionary` reads.
"""
