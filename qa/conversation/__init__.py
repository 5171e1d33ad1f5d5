"""Conversational question rewriting: a follow-up question made standalone.

Comes in: a question and the answers before it.
Goes out: a question that needs no history.
"""
