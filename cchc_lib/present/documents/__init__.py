"""What the editable documents of a run say: values of a year in, plain words and rows out."""
