"""Data sets: questions with what a right answer says.

Comes in: files.
Goes out: questions, gold answers and documents; nothing is asked here.
"""
