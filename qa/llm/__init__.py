"""An optional language model: it writes sentences about quotations, and is never trusted.

Input: an exact answer with its quotations.
Output: the generated sentences that the quotations support; `verify` decides which.
"""
