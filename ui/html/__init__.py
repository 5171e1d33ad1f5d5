"""Answers, articles and evidence as HTML.

Comes in: records.
Goes out: safe HTML; nothing is asked or computed here.
"""
