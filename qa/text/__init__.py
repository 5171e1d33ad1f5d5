"""Words and sentences of English and Indonesian text.

Comes in: text.
Goes out: its tokens, sentences, paragraphs, language, names, translations of its words.
"""
