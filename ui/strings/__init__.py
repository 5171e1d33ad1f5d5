"""What the page says for itself, in English and in Indonesian.

Comes in: a language.
Goes out: phrases, and dates, counts and filters in words.
"""
