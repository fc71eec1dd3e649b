"""The door for workbooks: a gate, two readers in a child process, and what they found.

Nothing a returned workbook holds is trusted: :mod:`.gate` looks at the bytes before any library
does, :mod:`.crew` reads in child processes with limits, :mod:`.kept` remembers what was read.
Everything else in the package sees only :class:`~.contents.Book`.
"""
