"""Answers for programs: HTTP, and tools of the Model Context Protocol.

Comes in: requests.
Goes out: answers as JSON or text; one assistant is shared, one question at a time.
"""
