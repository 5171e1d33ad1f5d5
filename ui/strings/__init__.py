"""What the page says for itself, in English and in Indonesian.

Comes in: a language.
Goes out: words, and dates and counts in words.
"""
