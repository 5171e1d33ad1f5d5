"""Predictable stand-ins for what is slow, far away or random, as public classes.

Each module holds one and says in its first line what it stands for. None of them is a patch of
the thing under test.
"""
