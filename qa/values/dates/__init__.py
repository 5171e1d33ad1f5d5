"""Words for times, and the days that they stand for.

Comes in: text, and the day that "yesterday" is counted from.
Goes out: moments, and periods of days.
"""
