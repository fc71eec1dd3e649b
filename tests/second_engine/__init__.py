"""The yearly index from the published tables and rule files alone, written from the documents."""
