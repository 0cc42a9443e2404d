"""How Chinese says it: words with tags, and what is built of them. No word of the domain stands here.

The door: `load_lexicon`, `Lexicon`, `Tagger`, `Token`, `TokenReader`; `load_classes`, `WordClasses` (closed classes of grammar);
`find_lists`, `Coordination`; `find_phrases`, `Phrases` and its `NounPhrase`, `NumberPhrase`, `PrepositionalPhrase`, `Apposition`;
`find_clauses`, `Clause`; `show_language`, the lines that `kg explain --text` prints. docs/language.md shows them at work.
"""
