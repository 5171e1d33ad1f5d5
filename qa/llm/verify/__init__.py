"""Whether a quotation supports a sentence that a language model wrote.

Comes in: a sentence and the quotations that it names.
Goes out: the quotations that say all of it, or the faults that were found.
"""
