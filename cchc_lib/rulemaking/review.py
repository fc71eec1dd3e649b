"""The table for whoever checks an imported appendix: its words beside what was read of them."""

from cchc_lib.core.phrasing.reading import ReadRule, UnreadRule
from cchc_lib.files.csv_text import csv_text
from cchc_lib.present.rule_text import describe_rule_of
from cchc_lib.rulemaking.appendix import ReadAppendix

__all__ = ["REVIEW_FILE", "review_table"]

REVIEW_FILE = "review.csv"
_COLUMNS = (
    "component_code",
    "printed_code",
    "name_vi",
    "sheet",
    "cell",
    "max_score",
    "text_vi",
    "state",
    "rule_vi",
    "unread_vi",
    "reason_vi",
    "note_vi",
)
_READ, _ASSUMED, _UNREAD = "đã đọc", "đã đọc, cần đối chiếu", "chưa đọc"


def review_table(read: ReadAppendix) -> str:
    """Return the table as CSV: one row per component, in the order of the appendix.

    ``rule_vi`` says what was read in our own words, with the maximum of the first group.
    """
    rows = []
    for one in read.components:
        rule = read.rules[one.place]
        maxima = (f"{read.groups[column]} = {number:f}" for column, number in one.maxima.items())
        match rule:
            case ReadRule():
                labels = {spec.code: spec.label_vi for spec in rule.inputs}
                most = next(iter(one.maxima.values()))
                said = describe_rule_of(rule.rule, labels=labels, max_score=most)
                told = (_ASSUMED if rule.assumed_vi else _READ, said, "", rule.assumed_vi)
            case UnreadRule():
                told = (_UNREAD, "", rule.words_vi, rule.reason_vi)
        place = one.place.sheet, one.place.cell
        named = one.code, one.printed_code, one.name_vi
        rows.append((*named, *place, "; ".join(maxima), one.words_vi, *told, one.note_vi))
    return csv_text(_COLUMNS, rows)
