"""What an auditor asks of finished runs: explain a number, verify a run, compare two."""
