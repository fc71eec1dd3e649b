"""What whoever encodes a decision does: an appendix into rule files, rule files into a workbook."""
