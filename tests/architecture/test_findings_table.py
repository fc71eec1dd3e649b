"""The one table of finding codes is complete, and every code in it is raised somewhere."""

from string import Formatter

from cchc_lib.finding_kinds import KINDS
from tests.architecture.source import FILES, codes_in

USERS = [path for path in FILES if path.name != "finding_kinds.py"]
PLACEHOLDERS = {"found", "expected", "component", "file", "words"}


def test_every_code_in_use_is_in_the_table():
    assert codes_in(USERS) - KINDS.keys() == set()


def test_every_code_of_the_table_is_in_use():
    assert KINDS.keys() - codes_in(USERS) == set()


def test_messages_ask_only_for_what_a_finding_holds():
    for kind in KINDS.values():
        asked = {name for _, name, _, _ in Formatter().parse(kind.message + kind.fix) if name}
        assert asked <= PLACEHOLDERS, kind.code
        assert kind.fix, kind.code
