"""Vietnamese text, tables, charts and pages: values in, documents out; unit text escaped here."""
