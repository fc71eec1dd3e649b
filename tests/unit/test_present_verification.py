"""What a check found is said in plain lines, the first difference last of all."""

from cchc_lib.core.audit.checking.verification import Difference, Phase, Verification
from cchc_lib.present.verification import format_difference, format_verification

HASH = Difference(file="index.html", found="a" * 64, expected="b" * 64)
CELL = Difference(
    file="tables/index.csv", where="dòng 3, cột rank", found="2", expected="", is_value=True
)


def check(*phases):
    return format_verification(Verification(run_id="r", seal="ab12", phases=phases)).splitlines()


def test_values_hashes_and_words_are_told_apart():
    assert format_difference(CELL).endswith("cột rank: đang là “2”, đúng ra là “”")
    assert "nội dung đã khác (sha256 aaaaaaaaaaaa…" in format_difference(HASH)
    gone = Difference(file="index.html", found="không có", expected="b" * 64)
    assert format_difference(gone) == "index.html: không có"
    assert format_difference(Difference(file="", found="không đọc được")) == "không đọc được"


def test_a_sound_run_matches_phase_by_phase():
    lines = check(Phase(name="files", checked_count=53), Phase(name="traces", checked_count=9))
    assert lines[0] == "Lần chạy r, mã chuỗi kiểm chứng ab12"
    assert [line.endswith(": khớp") for line in lines[1:3]] == [True, True]
    assert "53 tệp" in lines[1]
    assert lines[-1] == "Khớp: lần chạy đúng như khi được ghi."


def test_what_differs_is_listed_below_its_phase_and_the_first_is_said_last():
    lines = check(Phase(name="files", checked_count=53, differences=(HASH, CELL)))
    assert lines[1].endswith("2 chỗ khác")
    assert lines[-1].startswith("KHÔNG KHỚP. Chỗ khác đầu tiên: index.html")


def test_a_long_list_is_cut_and_says_so():
    lines = check(Phase(name="files", checked_count=99, differences=(HASH,) * 99))
    assert lines[-2].endswith("và 59 chỗ khác nữa (xem đủ bằng --json)")


def test_what_could_not_be_checked_is_no_success():
    lines = check(Phase(name="inputs", unchecked="không thấy thư mục", is_complete=False))
    assert lines[1].endswith("chưa đủ")
    assert lines[2] == "   Lưu ý: không thấy thư mục."
    assert lines[-1].startswith("CHƯA KIỂM TRA ĐƯỢC HẾT")
