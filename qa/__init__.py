"""Ask a collection of news articles, and get an answer whose every claim can be opened.

>>> from qa import Assistant
>>> assistant = Assistant.from_articles("seeds")
>>> answer = assistant.ask("who was in Putin's delegation?")
"""
