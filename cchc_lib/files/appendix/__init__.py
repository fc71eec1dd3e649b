"""The door for appendices: Word documents and workbooks, read as tables in a child process."""
