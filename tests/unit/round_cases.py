"""An assessment folder to test with: three units, and nothing come in yet."""

from pathlib import Path

from cchc_lib.files.assessment import read_assessment
from tests.spec.small_year import real_edition

EDITION = real_edition()
UNITS = ("so-noi-vu", "so-y-te", "cuc-thue")
_SETTINGS = """\
year = 2018
edition = "mau-2018"
title_vi = "Kỳ đánh giá năm 2018"
province_vi = "Đắk Nông"
is_synthetic = true
form_version = "2018-1"
"""
_UNITS = """\
unit_code,unit_name,group_code,valid_from,valid_to
so-noi-vu,Sở Nội vụ,department,2004-01-01,
so-y-te,Sở Y tế,department,2004-01-01,
cuc-thue,Cục Thuế,vertical_agency,2004-01-01,
"""


def make_folder(root: Path, settings: str = "", **tables: str) -> Path:
    """Write an assessment folder; ``tables`` holds CSV tables by name."""
    (root / "assessment.toml").write_text(_SETTINGS + settings, "utf-8")
    (root / "units.csv").write_text(_UNITS, "utf-8")
    for name, text in tables.items():
        (root / f"{name}.csv").write_text(text, "utf-8")
    return root


def put(root: Path, file: str, content: str = "x") -> Path:
    """Put a file into the folder, as if it had come in."""
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")
    return path


def read(root: Path):
    """Return the assessment and its findings."""
    assessment, findings = read_assessment(root, EDITION)
    assert assessment is not None, findings
    return assessment, findings


def places(findings) -> list[tuple[str, str]]:
    """Return the code and the cell of each finding."""
    return [(one.code, one.cell) for one in findings]
