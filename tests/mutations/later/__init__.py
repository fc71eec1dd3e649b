"""What returns after the self-assessment, damaged: appraisals, reviews and explanations."""
