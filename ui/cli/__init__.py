"""The command line: `index` and `eval` have a module each, `main` the other commands.

Comes in: words and options.
Goes out: text or JSON; known failures are one line on stderr.
"""
