"""What people and programs see: command line, HTTP and tools, chat.

Comes in: questions and files.
Goes out: answers with citations that can be opened.
"""
