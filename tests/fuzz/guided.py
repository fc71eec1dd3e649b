"""Fuzz a target under atheris, where it is: ``python -m tests.fuzz.guided NAME -runs=N``.

Atheris has wheels for Linux alone and is no dependency of the project; without it this says so
and ends with 0. What it finds is put into :mod:`tests.fuzz.targets`, or among the tests of the
module, as an example.
"""

import sys
from collections.abc import Sequence

MODULES = {
    "gate": "cchc_lib.files.workbooks",
    "raw_gate": "cchc_lib.files.workbooks",
    "numbers": "cchc_lib.files.cells",
    "rules": "cchc_lib.files",
}


def main(arguments: Sequence[str]) -> int:
    name, *options = arguments
    try:
        import atheris
    except ImportError:
        return 0
    with atheris.instrument_imports(include=[MODULES[name]]):
        from tests.fuzz.targets import TARGETS
    atheris.Setup([sys.argv[0], *options], TARGETS[name])
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
