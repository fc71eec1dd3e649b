"""The link table between two editions: read with the rules, and held against both of them."""

import shutil
from dataclasses import replace

import pytest

from cchc_lib.core.edition_links import ComponentLink
from cchc_lib.core.link_lint import LINKS_FILE, check_links, real_changes
from cchc_lib.core.rule_kinds import YesNo
from cchc_lib.files.rules import read_edition, rule_files
from cchc_lib.project import RULES

OLD, NEW = "mau-2018", "mau-2019"
SAME_LINE = '    { old = "1.1.1", new = "1.1.1", changes = ["same"] },\n'
NOTE = ', note_vi = "Đổi tên; cách tính không đổi."'
BOTH, TWO = '["renamed", "content"]', "links[8.4.1→8.4.1].changes"
MAXIMUM_LINE = '{ old = "1.1.2", new = "1.1.2", changes = ["maximum"]'


@pytest.fixture
def folder(tmp_path):
    """Copy both committed editions, so that a test may spoil them; return the newer one."""
    for name in (OLD, NEW):
        shutil.copytree(RULES / name, tmp_path / name)
    return tmp_path / NEW


def spoil(folder, old: str, new: str, file: str = LINKS_FILE) -> None:
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")


def problems(folder) -> set[tuple[str, str, str, str]]:
    edition, findings = read_edition(folder)
    assert edition is None
    return {(item.code, item.file, item.cell, item.found) for item in findings}


def in_links(code: str, cell: str, found: str) -> tuple[str, str, str, str]:
    return (code, LINKS_FILE, cell, found)


def test_the_committed_table_names_every_component_of_both_editions_once(edition, second_edition):
    links = second_edition.links
    assert links.from_edition == edition.code
    old = [link.old for link in links.links if link.old]
    new = [link.new for link in links.links if link.new]
    assert sorted(old) == sorted(c.code for c in edition.components())
    assert sorted(new) == sorted(c.code for c in second_edition.components())


def test_the_committed_table_has_every_kind_of_change(second_edition):
    changes = {link.changes for link in second_edition.links.links}
    assert changes == {
        ("same",),
        ("renamed",),
        ("maximum",),
        ("content",),
        ("renamed", "content"),
        ("new",),
        ("dropped",),
    }
    notes = [link for link in second_edition.links.links if link.changes != ("same",)]
    assert all(link.note_vi for link in notes)


def test_the_new_edition_has_what_was_said_of_it(edition, second_edition):
    """One component begins to apply to a group, and a code comes to mean something else."""
    old = {component.code: component for component in edition.components()}
    new = {component.code: component for component in second_edition.components()}
    assert set(new["6.5.1"].max_score) - set(old["6.5.1"].max_score) == {"district"}
    assert new["1.6.1"].name_vi == old["1.7.1"].name_vi != old["1.6.1"].name_vi
    assert edition.last_year < second_edition.first_year


def test_links_count_among_the_rule_files(folder):
    assert rule_files(folder)[-1].name == LINKS_FILE
    assert LINKS_FILE not in {path.name for path in rule_files(folder.parent / OLD)}


def test_only_same_and_renamed_points_are_comparable():
    assert ComponentLink(old="1", new="1", changes=("same",)).is_comparable
    assert ComponentLink(old="1", new="2", changes=("renamed",)).is_comparable
    assert not ComponentLink(old="1", new="1", changes=("renamed", "content")).is_comparable
    assert not ComponentLink(new="1", changes=("new",)).is_comparable


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, ("same",)),
        ({"name_vi": "Tên khác"}, ("renamed",)),
        ({"code": "9.9.9"}, ("renamed",)),
        ({"max_score": {"department": 7}}, ("maximum",)),
        ({"rule": YesNo(kind="yes_no", flag="x")}, ("content",)),
        ({"inputs": ()}, ("content",)),
        ({"evidence_vi": "Tài liệu khác"}, ("content",)),
        ({"evidence_period": "any"}, ("content",)),
        ({"lead_appraiser": "Sở khác", "not_applicable_vi": "Lý do khác"}, ("same",)),
        ({"inputs": (), "name_vi": "Tên khác", "max_score": {}}, ("renamed", "maximum", "content")),
    ],
)
def test_every_way_in_which_a_component_changes_is_told_apart(edition, changed, expected):
    component = next(c for c in edition.components() if c.evidence_period == "year")
    assert real_changes(component, replace(component, **changed)) == expected


def test_many_mistakes_are_reported_at_once_each_at_its_line(folder):
    spoil(folder, SAME_LINE, "")
    spoil(folder, '{ old = "1.1.3", new = "1.1.3"', '{ old = "1.1.9", new = "1.1.3"')
    spoil(folder, '{ old = "1.2.1", new = "1.2.1"', '{ old = "1.2.2", new = "1.2.1"')
    spoil(folder, MAXIMUM_LINE, MAXIMUM_LINE.replace("maximum", "content"))
    spoil(folder, '{ new = "8.2.3"', '{ old = "8.2.2", new = "8.2.3"')
    assert problems(folder) == {
        in_links("QT-017", "links.old", "1.1.1"),
        in_links("QT-017", "links.new", "1.1.1"),
        in_links("QT-016", "links.old", "1.1.9"),
        in_links("QT-017", "links.old", "1.1.3"),
        in_links("QT-017", "links.old", "1.2.1"),
        in_links("QT-018", "links.old", "1.2.2"),
        in_links("QT-020", "links[1.2.2→1.2.1].changes", "same"),
        in_links("QT-020", "links[1.1.2→1.1.2].changes", "content"),
        in_links("QT-018", "links.old", "8.2.2"),
        in_links("QT-019", "links[8.2.2→8.2.3].changes", "new"),
    }


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('changes = ["dropped"]', 'changes = ["same"]', {("QT-019", "links[1.6.1→].changes")}),
        ('changes = ["dropped"]', 'changes = ["new"]', {("QT-019", "links[1.6.1→].changes")}),
        (BOTH, '["renamed", "same"]', {("QT-019", TWO)}),
        (BOTH, "[]", {("QT-019", TWO)}),
        (BOTH, '["renamed"]', {("QT-020", TWO)}),
        (BOTH, '["content", "renamed"]', set()),
        (NOTE, "", {("QT-002", "links[1.4.2→1.4.2].note_vi")}),
        ('changes = ["dropped"]', 'changes = ["gone"]', {("QT-004", "links[1.6.1→].changes[0]")}),
        ("{ old = ", "{ odl = ", {("QT-003", "links[→1.1.1].odl")}),
        ('from_edition = "mau-2018"', 'from_edition = "mau-2019"', {("QT-021", "from_edition")}),
        ('from_edition = "mau-2018"', 'from_edition = "../x"', {("QT-021", "from_edition")}),
        ('= "mau-2019"', '= "mau-2018"', {("QT-008", "legal_reference.document")}),
        ("Bảng đối chiếu với bộ tiêu chí mẫu 2018", "", {("QT-008", "legal_reference.location")}),
        ("from_edition", "from = ", {("QT-001", "")}),
        ("links = [", "links = [1, ", {("QT-004", "links")}),
    ],
)  # fmt: skip
def test_one_mistake_is_reported_at_its_key(folder, old, new, expected):
    spoil(folder, old, new)
    _, findings = read_edition(folder)
    assert {(f.code, f.cell) for f in findings} >= expected
    assert {f.file for f in findings} <= {LINKS_FILE}
    assert bool(findings) == bool(expected)


def test_a_change_of_the_rules_that_the_table_does_not_say_is_found(folder):
    spoil(folder, "late = 0.5", "late = 0.25", "area_1_direction.toml")
    _, (finding,) = read_edition(folder)
    assert (finding.code, finding.found, finding.expected) == ("QT-020", "same", "content")


def test_mistakes_in_links_and_rules_do_not_hide_each_other(folder):
    spoil(folder, "appraised_max = 70", "appraised_max = 71", "edition.toml")
    spoil(folder, MAXIMUM_LINE, MAXIMUM_LINE.replace("maximum", "content"))
    assert {code for code, *_ in problems(folder)} == {"QT-006", "QT-020"}


def test_a_line_that_cannot_be_read_does_not_hide_mistakes_in_the_rules(folder):
    spoil(folder, 'changes = ["dropped"]', 'changes = ["gone"]')
    spoil(folder, "required_items = 4", "required_items = 0", "area_1_direction.toml")
    assert {code for code, *_ in problems(folder)} == {"QT-004", "QT-013"}


def test_an_edition_whose_predecessor_has_mistakes_says_so(folder):
    spoil(folder.parent / OLD, "appraised_max = 70", "appraised_max = 71", "edition.toml")
    _, (finding,) = read_edition(folder)
    assert (finding.code, finding.cell, finding.found) == ("QT-021", "from_edition", OLD)


def test_links_without_the_edition_before_are_read_and_held_against_their_own(folder):
    shutil.rmtree(folder.parent / OLD)
    spoil(folder, MAXIMUM_LINE, MAXIMUM_LINE.replace("maximum", "content"))
    edition, findings = read_edition(folder)
    assert findings == []
    assert len(edition.links.links) == 84
    spoil(folder, 'new = "1.1.1"', 'new = "9.9.9"')
    spoil(folder, 'old = "1.1.3"', 'old = "1.1.2"')
    codes = {code for code, *_ in problems(folder)}
    assert codes == {"QT-016", "QT-017", "QT-018"}


def test_two_editions_that_name_each_other_are_read_without_end(folder):
    shutil.copy(folder / LINKS_FILE, folder.parent / OLD / LINKS_FILE)
    spoil(folder.parent / OLD, 'from_edition = "mau-2018"', 'from_edition = "mau-2019"')
    spoil(folder.parent / OLD, 'document = "mau-2019"', 'document = "mau-2018"')
    edition, findings = read_edition(folder)
    assert edition is not None
    assert findings == []


def test_an_edition_without_links_is_not_asked_for_any(edition):
    assert edition.links is None
    assert list(check_links(edition, None)) == []
