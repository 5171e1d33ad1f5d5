"""The chat in a browser, on Gradio.

Comes in: what a reader types, clicks and adds.
Goes out: what the page shows of the chat.
"""
