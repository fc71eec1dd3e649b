"""Mistakes in rule files: each is found, with file and key, and none hides another."""

import shutil

import pytest

from cchc_lib.files.rules import read_edition, rule_files
from cchc_lib.project import RULES

NAME = "mau-2018"


@pytest.fixture
def folder(tmp_path):
    """Copy the committed edition, so that a test may spoil it."""
    copy = tmp_path / NAME
    shutil.copytree(RULES / NAME, copy)
    return copy


def spoil(folder, file: str, old: str, new: str) -> None:
    """Replace the first occurrence of some text in a rule file."""
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def problems(folder) -> set[tuple[str, str, str]]:
    """Return code, file and key of everything found."""
    edition, findings = read_edition(folder)
    assert edition is None
    return {(item.code, item.file, item.cell) for item in findings}


def test_the_committed_edition_has_no_problem(folder):
    edition, findings = read_edition(folder)
    assert findings == []
    assert edition.code == NAME
    assert len(rule_files(folder)) == 1 + len(edition.areas)


def test_four_mistakes_of_different_kinds_are_reported_at_once(folder):
    spoil(folder, "area_1_direction.toml", "ge = 70, le = 90", "ge = 70, lt = 90")
    spoil(folder, "area_2_institution.toml", 'lead_appraiser = "', 'lead_apraiser = "')
    spoil(folder, "area_3_procedure.toml", "deduct = 0.25", 'deduct = "nhiều"')
    spoil(folder, "area_6_civil_service.toml", 'code = "6.2.2"', 'code = "6.2.1"')
    found = problems(folder)
    assert found >= {
        ("QT-007", "area_1_direction.toml", "components[1.1.3].rule.tiers"),
        ("QT-003", "area_2_institution.toml", "components[2.1.1].lead_apraiser"),
        ("QT-004", "area_3_procedure.toml", "components[3.2.1].rule.deduct"),
        ("QT-005", "edition.toml", "areas.criteria.components"),
    }
    assert len(found) == 4


def test_an_unknown_key_is_answered_with_the_nearest_known_one(folder):
    spoil(folder, "area_1_direction.toml", "evidence_vi = ", "evidense_vi = ")
    _, findings = read_edition(folder)
    (unknown,) = [item for item in findings if item.code == "QT-003"]
    assert unknown.found == "evidense_vi"
    assert "evidence_vi" in unknown.fix
    assert ("QT-002", "area_1_direction.toml") in {(item.code, item.file) for item in findings}


def test_a_key_like_no_other_is_to_be_removed(folder):
    spoil(folder, "edition.toml", "first_year = 2018", "first_year = 2018\nzzz = 1")
    _, findings = read_edition(folder)
    (unknown,) = [item for item in findings if item.code == "QT-003"]
    assert (unknown.cell, unknown.fix) == ("zzz", "Xóa khóa này.")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("{ gt = 90, share = 1 }", "{ gt = 91, share = 1 }", id="gap"),
        pytest.param("{ gt = 90, share = 1 }", "{ gt = 80, share = 1 }", id="overlap"),
        pytest.param("{ gt = 90, share = 1 }", "{ ge = 90, share = 1 }", id="both ends closed"),
        pytest.param("ge = 70, le = 90", "gt = 70, le = 90", id="both ends open"),
        pytest.param("{ gt = 90, share = 1 }", "{ gt = 90, le = 100, share = 1 }", id="no top"),
        pytest.param("{ lt = 70, share = 0 }", "{ ge = 5, lt = 70, share = 0 }", id="no bottom"),
        pytest.param("ge = 70, le = 90", "ge = 70, gt = 70, le = 90", id="two lower ends"),
        pytest.param("    { lt = 70, share = 0 },\n", "", id="tier missing"),
    ],
)
def test_tiers_must_partition_their_range(folder, old, new):
    spoil(folder, "area_1_direction.toml", old, new)
    expected = {("QT-007", "area_1_direction.toml", "components[1.1.3].rule.tiers")}
    assert problems(folder) == expected


def test_tiers_with_explicit_ends_may_stand_in_any_order(folder):
    text = "    { gt = 90, share = 1 },\n"
    spoil(folder, "area_1_direction.toml", text, "")
    spoil(folder, "area_1_direction.toml", "    { lt = 70,", text + "    { lt = 70,")
    _, findings = read_edition(folder)
    assert findings == []


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (
            "area_1_direction.toml",
            "max_score = { department = 1,",
            "max_score = { department = 1.25,",
            {("QT-006", "edition.toml", "groups[0].appraised_max")},
        ),
        (
            "edition.toml",
            "survey_max = 30",
            "survey_max = 25",
            {
                ("QT-006", "edition.toml", "groups[0].survey_max"),
                ("QT-006", "edition.toml", "groups[0].max_score"),
            },
        ),
        (
            "area_4_one_stop.toml",
            'location = "Lĩnh vực 4, tiêu chí 4.1, mục 4.1.1"',
            'location = " "',
            {("QT-008", "area_4_one_stop.toml", "components[4.1.1].legal_reference.location")},
        ),
        (
            "area_4_one_stop.toml",
            "legal_reference = {",
            "legal_references = {",
            {
                ("QT-002", "area_4_one_stop.toml", "components[4.1.1].legal_reference"),
                ("QT-003", "area_4_one_stop.toml", "components[4.1.1].legal_references"),
            },
        ),
        (
            "area_1_direction.toml",
            'date = "issued_date"',
            'date = "issue_date"',
            {("QT-009", "area_1_direction.toml", "components[1.1.1].inputs")},
        ),
        (
            "area_1_direction.toml",
            "{ department = 1, vertical_agency = 1, district = 1 }",
            "{ department = 1, vertical_agency = 1, districts = 1 }",
            {
                ("QT-010", "area_1_direction.toml", "components[1.1.1].max_score"),
                ("QT-006", "edition.toml", "groups[2].appraised_max"),
            },
        ),
        (
            "area_1_direction.toml",
            "weight = 0.5",
            "weight = 0.6",
            {("QT-011", "area_1_direction.toml", "components[1.1.2].rule.items")},
        ),
        (
            "edition.toml",
            "weight = 0.4",
            "weight = 0.5",
            {("QT-011", "edition.toml", "survey.respondent_groups")},
        ),
        (
            "edition.toml",
            'name_vi = "Khá", ge = 65',
            'name_vi = "Khá", ge = 45',
            {("QT-012", "edition.toml", "grading.bands")},
        ),
        (
            "edition.toml",
            'name_vi = "Yếu", ge = 0',
            'name_vi = "Yếu", ge = 10',
            {("QT-012", "edition.toml", "grading.bands")},
        ),
        (
            "area_1_direction.toml",
            "month = 12, day = 31",
            "month = 2, day = 30",
            {("QT-013", "area_1_direction.toml", "components[1.1.1].rule.due")},
        ),
        (
            "area_1_direction.toml",
            "late = 0.5",
            "late = 1.5",
            {
                ("QT-013", "area_1_direction.toml", "components[1.1.1].rule"),
                ("QT-013", "area_1_direction.toml", "components[1.1.1].rule.late"),
            },
        ),
        (
            "area_1_direction.toml",
            "required_items = 4",
            "required_items = 0",
            {("QT-013", "area_1_direction.toml", "components[1.2.1].rule.required_items")},
        ),
        (
            "area_1_direction.toml",
            'share_per_item = "1/3"',
            'share_per_item = "1/3"\npoints_per_item = 1',
            {("QT-013", "area_1_direction.toml", "components[1.4.2].rule")},
        ),
        (
            "area_1_direction.toml",
            "zero_below = 80",
            "zero_below = 120",
            {("QT-013", "area_1_direction.toml", "components[1.4.1].rule.zero_below")},
        ),
        (
            "area_8_modernisation.toml",
            "target = 90",
            "target = 0",
            {("QT-013", "area_8_modernisation.toml", "components[8.2.1].rule.target")},
        ),
        (
            "area_3_procedure.toml",
            "A = 100",
            "A = 110",
            {("QT-013", "area_3_procedure.toml", "components[3.S.2].rule.percent_by_answer.A")},
        ),
        (
            "edition.toml",
            'best_grade = "good"',
            'best_grade = "goood"',
            {("QT-015", "edition.toml", "grading.caps[0].best_grade")},
        ),
        (
            "area_1_direction.toml",
            'code = "1.2.2"',
            'code = "1.3.9"',
            {("QT-015", "edition.toml", "areas")},
        ),
        (
            "edition.toml",
            'code = "mau-2018"',
            'code = "mau-2019"',
            {("QT-015", "edition.toml", "code")},
        ),
        (
            "area_1_direction.toml",
            'kind = "yes_no"',
            'kind = "maybe"',
            {("QT-004", "area_1_direction.toml", "components[1.2.2].rule")},
        ),
        (
            "edition.toml",
            "is_reconstruction = true",
            'is_reconstruction = "true"',
            {("QT-004", "edition.toml", "is_reconstruction")},
        ),
    ],
)
def test_one_mistake_is_reported_at_its_place(folder, file, old, new, expected):
    spoil(folder, file, old, new)
    assert problems(folder) == expected


def test_a_reference_to_an_undeclared_document_is_reported_wherever_it_stands(folder):
    spoil(folder, "area_4_one_stop.toml", 'document = "mau-2018"', 'document = "qd-1704"')
    spoil(folder, "edition.toml", 'document = "mau-2018"', 'document = ""')
    _, findings = read_edition(folder)
    assert [(item.code, item.file, item.found) for item in findings] == [
        ("QT-008", "area_4_one_stop.toml", "“qd-1704”"),
        ("QT-008", "edition.toml", "“”"),
    ]


def test_an_unreadable_file_is_reported_with_its_line_and_hides_no_other_mistake(folder):
    spoil(folder, "area_5_apparatus.toml", 'code = "5.1.1"', "code = = 5")
    spoil(folder, "area_1_direction.toml", "required_items = 4", "required_items = 0")
    _, findings = read_edition(folder)
    (unreadable,) = [item for item in findings if item.code == "QT-001"]
    assert unreadable.file == "area_5_apparatus.toml"
    assert "dòng" in unreadable.found
    assert {item.code for item in findings} == {"QT-001", "QT-013"}


def test_a_rule_file_in_another_encoding_is_reported(folder):
    path = folder / "area_7_finance.toml"
    path.write_bytes(path.read_text("utf-8").encode("utf-16"))
    assert ("QT-001", "area_7_finance.toml", "") in problems(folder)


def test_an_edition_that_does_not_exist_names_those_that_do(folder):
    edition, (missing,) = read_edition(folder.parent / "khong-co")
    assert edition is None
    assert (missing.code, missing.found) == ("QT-014", "khong-co")
    assert NAME in missing.fix


def test_a_changed_threshold_is_read_as_changed(folder):
    spoil(folder, "area_1_direction.toml", "gt = 90", "gt = 95")
    spoil(folder, "area_1_direction.toml", "le = 90", "le = 95")
    edition, findings = read_edition(folder)
    assert findings == []
    rules = {component.code: component.rule for component in edition.components()}
    assert [tier.gt for tier in rules["1.1.3"].tiers] == [95, None, None]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(
            'precedence = ["council", "appraisal_2", "appraisal_1"]',
            'precedence = ["council"]',
            ("QT-013", "edition.toml", "procedure.precedence"),
            id="nobody appraises first",
        ),
        pytest.param(
            'precedence = ["council", "appraisal_2", "appraisal_1"]',
            'precedence = ["self_assessment", "appraisal_1"]',
            ("QT-004", "edition.toml", "procedure.precedence[0]"),
            id="a claim that counts",
        ),
        pytest.param(
            'precedence = ["council", "appraisal_2", "appraisal_1"]',
            'precedence = ["appraisal_1", "appraisal_2", "council"]',
            ("QT-013", "edition.toml", "procedure.precedence"),
            id="the first word counts most",
        ),
        pytest.param(
            'item = "late-submission"',
            'item = "late-filing"',
            ("QT-015", "edition.toml", "adjustment.late[0].item"),
            id="a penalty without ground",
        ),
        pytest.param(
            "points_per_day = 0.1",
            "points_per_day = 0",
            ("QT-013", "edition.toml", "adjustment.late[0].points_per_day"),
            id="a penalty of nothing",
        ),
        pytest.param(
            "max_points = 1.5",
            "max_points = -1.5",
            ("QT-013", "edition.toml", "adjustment.items[0].max_points"),
            id="a bonus below zero",
        ),
        pytest.param(
            'grade = "weak"',
            'grade = "poor"',
            ("QT-015", "edition.toml", "emulation.completion"),
            id="a level of no grade",
        ),
        pytest.param(
            'excluded_by = ["disciplined_head"]',
            'excluded_by = ["disciplined"]',
            ("QT-015", "edition.toml", "emulation.commendations[0].excluded_by"),
            id="an exclusion by no fact",
        ),
        pytest.param(
            'location = "Quy định chung, mục trình tự thẩm định"',
            'location = ""',
            ("QT-008", "edition.toml", "procedure.legal_reference.location"),
            id="a procedure without a clause",
        ),
    ],
)
def test_a_mistake_in_the_rules_of_the_round_is_found_at_its_key(folder, old, new, expected):
    spoil(folder, "edition.toml", old, new)
    assert expected in problems(folder)
