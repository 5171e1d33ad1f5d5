"""Verification: does a quotation support a sentence that a language model wrote?

Input: a sentence, and the quotations that it cites.
Output: the quotations that entail it, or the faults that were found.

In the order of reading: `alignment` (the records), `aligner`, `entailment` of dates and numbers,
`hedges`, `clauses`, `negation`, `roles`, `order`, `faithfulness` (all rules), `round_trip` (the
reader as a check) and `support` (all of it).
"""
