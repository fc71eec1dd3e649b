"""A synthetic province with a key of true results, for the example year, training and tests."""
