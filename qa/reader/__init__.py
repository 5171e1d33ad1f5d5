"""Readers: from a question and its passages to the places that answer it."""
