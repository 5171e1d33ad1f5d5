"""Files of many articles: CSV, Excel, JSON and XML, a row or an item each.

Comes in: the path of a file, and what its columns mean.
Goes out: a raw document or a load error for each row, and warnings.
"""
