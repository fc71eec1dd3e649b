"""What each command does with its words: one module per kind of user."""
