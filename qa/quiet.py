"""Keeping libraries from logging what we tell in words of our own."""

import logging


def quiet(package: str) -> None:
    """Let a package that is imported write nothing of itself; who sets up logging still gets it."""
    for name in (package, *logging.root.manager.loggerDict):
        if name.partition(".")[0] == package:
            logging.getLogger(name).handlers[:] = [logging.NullHandler()]
