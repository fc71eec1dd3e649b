"""The English catalogues are whole, say nothing twice, and agree with what they translate."""

import re
import tomllib
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from cchc_lib.files.catalogues import edition_catalogues, read_catalogue
from cchc_lib.files.rules import edition_files, rule_files
from cchc_lib.present.language import CONTEXT
from cchc_lib.project import RULES
from tests import catalogues

ALL = dict(catalogues.catalogues())
EACH = pytest.mark.parametrize("path", ALL, ids=lambda path: f"{path.parent.name}/{path.stem}")
VIETNAMESE = set("ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ")
REPEAT = "make catalogues"


@EACH
def test_every_text_is_translated_and_none_is_left_over(path):
    words = read_catalogue(path)
    assert [text for text in ALL[path] if text not in words] == [], REPEAT
    assert sorted(words.keys() - ALL[path].keys()) == [], REPEAT
    with path.open("rb") as stream:
        assert not list(read_po(stream).obsolete)


@EACH
def test_a_catalogue_is_as_it_is_written(path, tmp_path):
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())
    catalogues.update(copy, ALL[path], {})
    assert copy.read_bytes() == path.read_bytes(), REPEAT


@EACH
def test_both_sides_of_a_translation_have_the_same_places_and_edges(path):
    for text, said in read_catalogue(path).items():
        bare = text.rpartition(CONTEXT)[2]
        assert places_in(said) == places_in(bare), bare
        assert said.count("…") == bare.count("…"), bare
        assert edges_of(said) == edges_of(bare), bare
        assert marks_in(said) == marks_in(bare), bare


@EACH
def test_a_translation_is_english(path):
    for text, said in read_catalogue(path).items():
        assert not VIETNAMESE & set(said.lower()), text


def test_a_note_of_one_run_is_not_written_with_a_decimal_comma():
    for path in ALL:
        for said in read_catalogue(path).values():
            assert not re.search(r"\d,\d\d?\b", said), said


@pytest.mark.parametrize("folder", sorted(p for p in RULES.iterdir() if p.is_dir()))
def test_areas_are_called_as_their_rule_files_call_them(folder):
    words = read_catalogue(folder / "en.po")
    for path in sorted(folder.glob("area_*.toml")):
        area = tomllib.loads(path.read_text("utf-8"))
        assert words[area["name_vi"]] == area["name_en"]


@pytest.mark.parametrize("folder", sorted(p for p in RULES.iterdir() if p.is_dir()))
def test_a_catalogue_belongs_to_an_edition_and_is_no_rule(folder):
    own = edition_catalogues(folder)
    assert [path.name for path in own] == ["en.po"]
    assert edition_files(folder) == [*rule_files(folder), *own]


def test_what_is_doubtful_or_missing_is_left_out(tmp_path):
    path = tmp_path / "en.po"
    path.write_text(
        'msgid "một"\nmsgstr "one"\n\n#, fuzzy\nmsgid "hai"\nmsgstr "two"\n\n'
        'msgid "ba"\nmsgstr ""\n\nmsgctxt "sum"\nmsgid "Cộng"\nmsgstr "Total"\n',
        "utf-8",
    )
    assert read_catalogue(path) == {"một": "one", f"sum{CONTEXT}Cộng": "Total"}
    assert read_catalogue(tmp_path / "fr.po") == {}


def places_in(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def edges_of(text: str) -> tuple[bool, bool]:
    return text[:1].isspace(), text[-1:].isspace()


def marks_in(text: str) -> tuple[int, int, list[str]]:
    """Return what prose of a notebook is set with: headings, bold, code."""
    return text.count("## "), text.count("**"), re.findall(r"`[^`]*`", text)
