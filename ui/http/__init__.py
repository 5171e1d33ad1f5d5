"""Answers for programs: the HTTP interface, and tools of the Model Context Protocol for agents.

Comes in: requests.
Goes out: an answer's record as JSON, or text for agents; one shared assistant answers in turn.
"""
