"""Documents: Word, OpenDocument, PDF, EPUB, Rich Text and e-mail.

Comes in: the path of a file, and limits.
Goes out: a raw document with what the file's own properties say.
"""
