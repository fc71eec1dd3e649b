"""Run the command line as ``python -m cchc_lib``."""

from cchc_lib.cli import main

main()
