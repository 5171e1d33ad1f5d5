"""Answers in fluent words, written by a language model that is never needed and never trusted."""
