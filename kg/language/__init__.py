"""How Chinese says it: words with tags, and what is built of them. No word of the domain stands here.

The door: `load_lexicon`, `Lexicon`, `Tagger`, `Token`, `tokens`.
"""
