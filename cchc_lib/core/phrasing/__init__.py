"""How decisions phrase rules: from Vietnamese words to a rule, or to what was not understood.

Nothing is guessed. A text is read only where every clause of it has one meaning; a text with a
clause that no grammar here accepts is not read at all.
"""
