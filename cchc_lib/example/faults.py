"""Which unit gets which planted mistake: one kind per unit, and one unit with twenty."""

from collections.abc import Mapping, Sequence

from cchc_lib.core.rulebook import Edition
from cchc_lib.core.submission import Assessment, Unit
from cchc_lib.example.drafts import ExpectedFinding, Planted, UnitDraft
from cchc_lib.example.draws import Draw, Seed
from cchc_lib.example.fault_kinds import FAULT_KINDS
from cchc_lib.example.planting import Planter

__all__ = ["plan_faults", "plant_faults", "stray_answer"]

_UNKNOWN_UNIT = "so-khong-co-trong-danh-sach"
_TWENTY = (
    "HS-014", "HS-014", "HS-015", "HS-015", "HS-016", "HS-016", "HS-018", "HS-018", "HS-018",
    "HS-020", "HS-020", "HS-021", "HS-022", "HS-022", "HS-022", "HS-023", "HS-023", "HS-023",
    "BM-013", "BM-013",
)  # fmt: skip


def plan_faults(units: Sequence[Unit], seed: Seed) -> Mapping[str, tuple[str, ...]]:
    """Return the kinds of mistakes by unit code; few units get the first of the list."""
    kinds = [_TWENTY, *((code,) for code in FAULT_KINDS)]
    chosen = Draw(seed, "faults").several_of([unit.code for unit in units], len(kinds))
    return dict(zip(chosen, kinds, strict=False))


def plant_faults(
    edition: Edition,
    assessment: Assessment,
    draft: UnitDraft,
    kinds: Sequence[str],
    *,
    seed: Seed,
    other_unit: str,
) -> UnitDraft:
    """Return the draft with mistakes of the given kinds wherever the unit has room for them."""
    planter = Planter(
        edition=edition,
        assessment=assessment,
        other_unit=other_unit,
        draft=draft,
        draw=Draw(seed, draft.unit.code, "faults"),
    )
    for code in kinds:
        FAULT_KINDS[code](planter)
    return planter.draft


def stray_answer(edition: Edition) -> tuple[tuple[str, str, str, str], Planted]:
    """Return a survey answer about a unit that nobody knows, and its finding."""
    group = edition.survey.respondent_groups[0].code
    question = next(component.code for component in edition.components() if component.is_survey)
    planted = Planted(
        finding=ExpectedFinding("XH-003", ""),
        place="survey/answers.csv, dòng cuối",
        sentence_vi=f"Một câu trả lời về đơn vị {_UNKNOWN_UNIT}, không có trong units.csv; "
        "mọi kết quả là tạm tính.",
    )
    return (group, _UNKNOWN_UNIT, question, "1"), planted
