"""The PDF of a report: read from its page, laid out by a template, compiled by Typst."""
