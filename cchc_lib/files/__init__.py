"""All reading and writing of users' files: rules, forms, workbooks, survey, results."""
