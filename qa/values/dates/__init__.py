"""Time expressions in English and Indonesian, and the days that they stand for.

Comes in: text, and the reference day that "yesterday" is counted from.
Goes out: the dates of a page, the periods of a question or passage, the moments of a sentence.

In reading order: `expression` is the record, `grammar` the one table of forms with its `readers`
and `clock`; `page_dates`, `periods` and `moments` are the three views that are derived from it.
"""
