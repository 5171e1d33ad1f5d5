"""The command line: `main` has the commands, `eval` the evaluation.

Comes in: words and options.
Goes out: text or JSON; known failures are one line on stderr.
"""
