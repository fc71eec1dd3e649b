"""What changed between two computed years, in parts that add up."""
