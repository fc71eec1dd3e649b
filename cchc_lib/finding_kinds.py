"""The one table of finding codes: what each means, how grave it is, and what to do.

The letters of a code say what is looked at: QT rule files, PL an appendix that becomes rule
files, KD the assessment folder, BM the file and the form of a workbook, HS self-assessment, MC
evidence, TD appraisal, GD the stages of the procedure, XH survey, SN figures of external
sources, KQ results.

An *error* withholds the unit's total until it is mended, unless an earlier stage of the score
still stands (:attr:`FindingKind.has_fallback`): then the total is provisional. A *warning*
leaves the score but must be looked at; a *note* records what was repaired or left out.
"""

import re
from dataclasses import dataclass
from typing import Literal, get_args

__all__ = ["KINDS", "SEVERITY_NAMES", "STEP_NAMES", "FindingKind", "Severity", "Step"]

Severity = Literal["error", "warning", "note"]
Step = Literal["file", "form", "cell", "cross"]
"""How far the reading of a return had come: the file, its form, single cells, cross-checks."""


@dataclass(frozen=True, slots=True)
class FindingKind:
    """One row of the table of codes; ``{found}`` and the like are filled in per finding."""

    code: str
    severity: Severity
    message: str
    fix: str

    @property
    def has_fallback(self) -> bool:
        """Tell whether the stage before stays in force wherever this is found."""
        return self.code in _EARLIER_STAGE_STANDS

    @property
    def outline(self) -> str:
        """The message without what each finding fills in, for a table of codes."""
        return _FIELD.sub("…", self.message)

    @property
    def step(self) -> Step:
        """The step of reading at which this is found."""
        found = next((step for step, codes in _STEPS.items() if self.code in codes), None)
        return found or "cross"


_FIELD = re.compile(r"\{\w+\}")
ERROR, WARNING, NOTE = get_args(Severity)
_AGAIN = "lưu tệp rồi gửi lại."

# fmt: off
_TABLE = (
    # Rule files
    ("QT-001", ERROR, "Không đọc được tệp quy tắc: {found}.", "Sửa cú pháp TOML tại dòng đã nêu."),
    ("QT-002", ERROR, "Thiếu khóa bắt buộc {found}.", "Bổ sung khóa này theo tài liệu phương pháp."),
    ("QT-003", ERROR, "Khóa {found} không có trong cấu trúc bộ tiêu chí.", "{expected}"),
    ("QT-004", ERROR, "Giá trị {found} không dùng được ở đây.", "Ghi {expected}."),
    ("QT-005", ERROR, "Mã {found} được dùng nhiều lần.", "Đặt mỗi mã một lần."),
    ("QT-006", ERROR, "Tổng điểm tối đa {found} khác mức quy định {expected}.", "Sửa điểm tối đa của các tiêu chí thành phần hoặc mức của nhóm."),
    ("QT-007", ERROR, "Các bậc không phủ kín trục số: {found}.", "Ghi mỗi giá trị vào đúng một bậc, nêu rõ đầu mút đóng (ge, le) hay mở (gt, lt)."),
    ("QT-008", ERROR, "Căn cứ pháp lý trống hoặc viện dẫn văn bản chưa khai báo: {found}.", "Ghi mã văn bản có trong [documents] và vị trí của quy định."),
    ("QT-009", ERROR, "Cách tính và số liệu kê khai không khớp: {found}.", "Khai báo trong inputs đúng các mã mà cách tính dùng."),
    ("QT-010", ERROR, "Nhóm đơn vị {found} không có trong edition.toml.", "{expected}"),
    ("QT-011", ERROR, "Tổng trọng số là {found}, phải bằng 1.", "Sửa các trọng số."),
    ("QT-012", ERROR, "Các mức xếp loại không giảm dần về 0: {found}.", "Xếp các mức từ cao xuống thấp, mức cuối có ge = 0."),
    ("QT-013", ERROR, "Tham số {found} nằm ngoài khoảng cho phép.", "Ghi {expected}."),
    ("QT-014", ERROR, "Không tìm thấy bộ tiêu chí {found}.", "{expected}"),
    ("QT-015", ERROR, "Mã {found} không đúng vị trí.", "{expected}"),
    ("QT-016", ERROR, "Bảng đối chiếu nêu mã {found} không có trong bộ tiêu chí {words}.", "{expected}"),
    ("QT-017", ERROR, "Bảng đối chiếu không nêu tiêu chí thành phần {found} của bộ tiêu chí {words}.", "Thêm một dòng cho mã này vào links.toml."),
    ("QT-018", ERROR, "Bảng đối chiếu có nhiều dòng cho tiêu chí thành phần {found} của bộ tiêu chí {words}.", "Giữ một dòng."),
    ("QT-019", ERROR, "Dòng đối chiếu ghi changes là {found}, không hợp với old và new.", "Ghi {expected}."),
    ("QT-020", ERROR, "Dòng đối chiếu ghi changes là {found}, so sánh hai bộ tiêu chí cho kết quả {expected}.", "Sửa changes, hoặc sửa quy tắc nếu quy tắc ghi sai."),
    ("QT-021", ERROR, "Không đối chiếu được với bộ tiêu chí trước {found}.", "{expected}"),
    ("QT-022", ERROR, "Cách tính chưa đọc được từ phụ lục: {found}.", "Đọc phụ lục, ghi kind và tham số vào bảng rule của tiêu chí thành phần, số liệu vào inputs (xem data/rules/README.md)."),
    ("QT-023", ERROR, "Phần {found} chưa đối chiếu với văn bản: {words}.", "Sửa phần này theo văn bản, rồi xóa dòng của nó trong bảng unread."),
    # An appendix that becomes rule files
    ("PL-001", ERROR, "Tệp xuất thiếu trang tính hoặc cột “{found}”.", "Xuất lại bằng `cchc rules export`, giữ nguyên tên trang tính và dòng tiêu đề."),
    ("PL-002", ERROR, "Cấp “{found}” không có.", "Ghi Lĩnh vực, Tiêu chí hoặc Tiêu chí thành phần."),
    ("PL-003", ERROR, "Mã {found} không đọc được chắc chắn: ô không phải dạng chữ.", "Đặt ô dạng Text rồi ghi lại mã, ví dụ 1.10."),
    ("PL-004", ERROR, "Điểm tối đa “{found}” không đọc được.", "Ghi một số, ví dụ 1,5."),
    ("PL-005", ERROR, "Ô không đúng cú pháp TOML: {found}.", "Sửa theo các ô cùng cột, hoặc theo data/rules/README.md."),
    ("PL-006", WARNING, "Điểm tối đa in trong phụ lục là {found}, cộng các mục bên dưới được {expected} ({words}).", "Đối chiếu bản giấy; điểm của từng tiêu chí thành phần được giữ như đã in."),
    ("PL-007", ERROR, "Bảng này không có dòng tiêu đề, hoặc có tiêu đề khác bảng đầu; chưa đọc.", "Đưa các bảng của một phụ lục về cùng tiêu đề, cùng số cột; không phải sửa nếu bảng này không thuộc phụ lục."),
    ("PL-008", ERROR, "Cột điểm “{found}” không rõ của nhóm đơn vị nào; chưa đọc.", "Đặt tên cột theo nhóm đơn vị, hoặc xóa cột nếu là cột để điền."),
    ("PL-009", WARNING, "Cột “{found}” không dùng khi đọc phụ lục.", "Xem cột này có quy định gì không; nếu có thì ghi vào tệp quy tắc."),
    ("PL-010", ERROR, "Dòng mã {found} không nằm trong lĩnh vực hoặc tiêu chí nào.", "Sửa mã, hoặc bổ sung dòng lĩnh vực, tiêu chí phía trên."),
    ("PL-011", ERROR, "Dòng “{found}” không thuộc tiêu chí nào; chưa đọc.", "Ghi mã cho dòng này, hoặc đặt dưới tiêu chí của nó."),
    ("PL-012", ERROR, "Tiêu chí thành phần {found} không có điểm tối đa.", "Ghi điểm tối đa của ít nhất một nhóm vào max_score."),
    ("PL-013", ERROR, "Lĩnh vực {found} không có tiêu chí nào.", "Kiểm tra mã của các dòng bên dưới; xóa tệp của lĩnh vực này nếu chỉ là tên phần."),
    ("PL-014", WARNING, "Ghi chú chưa dùng khi đọc cách tính: {found}.", "Xem ghi chú có đổi cách tính không; nếu có thì sửa bảng rule."),
    ("PL-015", NOTE, "Nhóm “{found}” không có trong bộ tiêu chí trước; đặt mã {expected}.", "Sửa mã nhóm ở edition.toml và các max_score nếu đã có mã khác."),
    ("PL-016", NOTE, "Tiêu chí thành phần mới so với {words}: {found}.", "Không phải sửa nếu phụ lục đúng như vậy."),
    ("PL-017", NOTE, "Tiêu chí thành phần {found} của {words} không còn.", "Không phải sửa nếu phụ lục đúng như vậy."),
    ("PL-018", NOTE, "Tiêu chí thành phần đổi tên hoặc mã: {found} (trước, {words}), {expected} (nay).", "Không phải sửa nếu phụ lục đúng như vậy."),
    ("PL-019", NOTE, "Điểm tối đa đổi từ {found} ({words}) thành {expected}.", "Không phải sửa nếu phụ lục đúng như vậy."),
    ("PL-020", ERROR, "Không mở được tệp phụ lục: {found}.", "Mở tệp bằng Word hoặc Excel, lưu lại dạng .docx hoặc .xlsx không mật khẩu, không macro, rồi nhập lại."),
    ("PL-021", ERROR, "Không thấy bảng tiêu chí trong tệp.", "Bảng phải có dòng tiêu đề với STT (hoặc mã), tiêu chí và điểm tối đa; chụp ảnh bảng thì phải gõ lại."),
    ("PL-022", ERROR, "Mã {found} đứng ở nhiều dòng của phụ lục.", "Sửa mã, ví dụ 1.10 mà Excel đổi thành 1.1; nếu tệp có nhiều phụ lục thì mỗi phụ lục phải là một bảng riêng, có dòng tiêu đề."),
    ("PL-023", WARNING, "Cột “Cách tính” của {component} khác cột Quy tắc, chỉ cột Quy tắc được dùng: {found}.", "Nếu định đổi cách tính thì sửa cột Quy tắc (TOML), rồi nhập lại."),
    ("PL-024", WARNING, "Cách tính đọc được nhưng có điều phải hiểu thêm: {found}.", "Đối chiếu với hướng dẫn chấm điểm; nếu khác thì sửa bảng rule."),
    ("PL-025", WARNING, "Nội dung ở dòng {component} không thuộc tiêu chí thành phần nào, chưa dùng: {found}.", "Xem nội dung này có quy định cách tính cho các dòng bên dưới không; nếu có thì sửa tệp quy tắc."),
    ("PL-026", NOTE, "Hai phụ lục dùng một mã cho hai nội dung khác nhau: {found}; đặt mã {expected}.", "Giữ mã này, hoặc thống nhất nội dung nếu hai phụ lục chỉ khác cách viết."),
    ("PL-027", WARNING, "Tên tệp “{found}” không dùng được cho lĩnh vực này; đã đặt tên {expected}.", "Ghi tên dạng area_1_ten.toml, mỗi lĩnh vực một tên, tăng dần theo thứ tự các dòng."),
    # The assessment folder
    ("KD-001", ERROR, "Thiếu tệp {file}.", "Tạo tệp này trong thư mục kỳ đánh giá (xem data/README.md)."),
    ("KD-002", ERROR, "Không đọc được tệp: {found}.", "Lưu tệp dạng văn bản UTF-8 đúng cú pháp, rồi chạy lại."),
    ("KD-003", ERROR, "Khóa {found} thiếu hoặc không hợp lệ trong assessment.toml.", "Ghi {expected}."),
    ("KD-004", ERROR, "Năm {found} nằm ngoài thời gian áp dụng {expected} của bộ tiêu chí.", "Chọn bộ tiêu chí đang áp dụng hoặc sửa năm."),
    ("KD-005", ERROR, "Thiếu cột {found}.", "Thêm cột với đúng tên này ở dòng đầu."),
    ("KD-006", ERROR, "Nhóm đơn vị {found} không có trong bộ tiêu chí.", "{expected}"),
    ("KD-007", ERROR, "Mã hoặc tên đơn vị không dùng được: {found}.", "Đặt cho mỗi đơn vị một tên và một mã riêng, gồm chữ thường không dấu, số và dấu gạch nối, ví dụ so-noi-vu."),
    ("KD-008", ERROR, "Ngày {found} không hợp lệ.", "Ghi ngày dạng 2018-12-31 hoặc 31/12/2018."),
    ("KD-009", ERROR, "Đơn vị {found} không có trong units.csv.", "{expected}"),
    ("KD-010", ERROR, "Tiêu chí thành phần {found} không thuộc phần tương ứng của phụ lục của nhóm đơn vị.", "{expected}"),
    ("KD-011", ERROR, "Cách xử lý {found} không có trong danh mục.", "{expected}"),
    ("KD-012", ERROR, "Thiếu căn cứ của miễn trừ tiêu chí thành phần {component}.", "Ghi văn bản hoặc lý do vào cột legal_basis."),
    ("KD-013", ERROR, "Đơn vị có hai cách bỏ điểm tối đa khác nhau: {found}.", "Dùng một cách cho mọi tiêu chí không áp dụng của đơn vị."),
    ("KD-014", ERROR, "Loại hoặc mã điều chỉnh {found} không có trong bộ tiêu chí.", "{expected}"),
    ("KD-015", ERROR, "Số điểm {found} không hợp lệ.", "Ghi số không âm, dấu chấm thập phân."),
    ("KD-016", ERROR, "Điểm cộng, điểm trừ hoặc khống chế xếp loại không ghi văn bản.", "Ghi số, ngày văn bản vào cột document."),
    ("KD-017", NOTE, "Tổng điểm {words} {found} vượt mức trần {expected}; chỉ tính mức trần.", "Không phải sửa; báo cáo nêu cả hai số."),
    ("KD-018", ERROR, "Miễn trừ lặp lại cho tiêu chí thành phần {component}.", "Giữ một dòng cho mỗi đơn vị và tiêu chí thành phần."),
    ("KD-019", ERROR, "Cột {found} xuất hiện hai lần.", "Giữ một cột với tên này."),
    ("KD-020", ERROR, "Dòng có {found} ô, dòng tiêu đề có {expected} ô.", "Kiểm tra dấu phân cách; số thập phân ghi bằng dấu chấm hoặc đặt trong ngoặc kép."),
    ("KD-021", ERROR, "Danh sách không có đơn vị nào trong kỳ đánh giá.", "Ghi các đơn vị có hiệu lực đến ngày 31/12 của năm đánh giá."),
    ("KD-022", NOTE, "Đơn vị {found} không có hiệu lực vào ngày 31/12 của năm đánh giá nên không xếp hạng.", "Nếu đơn vị đã sáp nhập, đổi tên hoặc đổi mã thì ghi đơn vị kế thừa vào cột successor_code; nếu đã giải thể hoặc chưa thành lập thì không phải sửa."),
    ("KD-023", ERROR, "Dòng lặp lại: {found}.", "Giữ một dòng; nếu đúng là hai việc khác nhau thì ghi mã hoặc văn bản khác nhau."),
    ("KD-024", ERROR, "Thời gian của bước {found} không hợp lệ.", "Ghi {expected}."),
    ("KD-025", WARNING, "Sổ tiếp nhận ghi tệp {found} nhưng không có tệp này.", "Sửa tên tệp trong received.csv hoặc bổ sung tệp."),
    ("KD-026", WARNING, "Điểm {words} {found} của mục {component} vượt mức {expected} của mục đó; chỉ tính mức này.", "Kiểm tra lại số điểm trong adjustments.csv."),
    ("KD-027", WARNING, "Đơn vị kế thừa {found} không có trong units.csv.", "{expected}"),
    ("KD-028", WARNING, "Các đơn vị kế thừa lẫn nhau thành vòng: {found}.", "Sửa cột successor_code: đơn vị cuối cùng phải đang có hiệu lực."),
    ("KD-029", WARNING, "Thời gian hiệu lực của một mã đơn vị chồng lên nhau: {found}.", "Sửa valid_from, valid_to để mỗi ngày mã này chỉ có một dòng."),
    ("KD-030", WARNING, "Đơn vị kế thừa {found} không có hiệu lực vào ngày {expected}, ngay sau khi đơn vị cũ kết thúc.", "Sửa valid_to của đơn vị cũ, valid_from của đơn vị kế thừa, hoặc successor_code."),
    ("KD-031", WARNING, "Đơn vị {found} ghi đơn vị kế thừa {expected} nhưng không có ngày kết thúc.", "Ghi valid_to, hoặc xóa successor_code."),
    ("KD-032", ERROR, "Tệp {file} thay đổi trong khi chương trình đang đọc; không tính tệp này.", "Đóng tệp rồi chạy lại `cchc run`."),
    ("KD-035", ERROR, "Công sức “{found}” không hợp lệ.", "Ghi số không âm, ví dụ 2 hoặc 0,5; đơn vị đo do người dùng tự chọn."),
    # The form of a workbook
    ("BM-001", ERROR, "Không mở được tệp: {found}.", "Mở bằng Excel, lưu lại dạng .xlsx không đặt mật khẩu; " + _AGAIN),
    ("BM-002", ERROR, "Không thấy trang tính “{expected}” hoặc dòng tiêu đề của biểu mẫu.", "Điền vào biểu mẫu đã phát hành cho đơn vị, giữ nguyên tên trang tính và dòng tiêu đề, rồi gửi lại."),
    ("BM-003", ERROR, "Mã đơn vị {found} trong biểu mẫu không có trong units.csv.", "Điền vào biểu mẫu đã phát hành cho đơn vị, rồi gửi lại."),
    ("BM-004", ERROR, "Biểu mẫu ghi đơn vị {found} nhưng tên tệp là của đơn vị {expected}.", "Kiểm tra tệp là của đơn vị nào, đặt lại tên hoặc gửi lại đúng tệp."),
    ("BM-005", ERROR, "Biểu mẫu của năm {found}, kỳ đánh giá là năm {expected}.", "Điền vào biểu mẫu của năm {expected}, rồi gửi lại."),
    ("BM-006", ERROR, "Biểu mẫu của bộ tiêu chí {found}, kỳ đánh giá theo bộ tiêu chí {expected}.", "Chép số liệu sang biểu mẫu đã phát hành của bộ tiêu chí {expected}, rồi gửi lại."),
    ("BM-007", ERROR, "Đơn vị nộp nhiều tệp khác nhau: {found}; chưa đọc tệp nào.", "Chỉ giữ tệp chính thức trong thư mục; hoặc chọn tệp bằng một dòng trong corrections.csv (dòng đầu: file,sha256,document,date,reason): {expected}."),
    ("BM-008", NOTE, "Bỏ qua tệp {found}: không phải tệp biểu mẫu đã nộp.", "Không phải sửa nếu đây là tệp tạm; nếu là bài nộp, lưu lại dạng .xlsx."),
    ("BM-010", ERROR, "Mã {found} không có trong bộ tiêu chí.", "{expected}"),
    ("BM-011", ERROR, "Tiêu chí thành phần {component} không có trong phụ lục của nhóm đơn vị nhưng vẫn được chấm.", "Xóa số liệu và điểm ở dòng này; " + _AGAIN),
    ("BM-012", ERROR, "Biểu mẫu thiếu dòng của tiêu chí thành phần {component}.", "Điền dòng này trong biểu mẫu đã phát hành hoặc bản gửi lại; " + _AGAIN),
    ("BM-013", ERROR, "Ô chứa “{found}”, không phải số điểm.", "Sửa ô thành một số, ví dụ 0,75; " + _AGAIN),
    ("BM-014", ERROR, "Ô chứa công thức chưa có giá trị: {found}.", "Nhập giá trị thay cho công thức hoặc mở bằng Excel; " + _AGAIN),
    ("BM-015", NOTE, "Số lưu dạng văn bản “{found}”, được hiểu là {expected}.", "Không phải sửa; kiểm tra lại giá trị đã hiểu."),
    ("BM-016", ERROR, "Ô định dạng phần trăm ({found}); không rõ là điểm hay tỷ lệ.", "Chuyển ô về dạng số, nhập lại giá trị; " + _AGAIN),
    ("BM-017", ERROR, "Ô đang là ngày {found}, không phải số.", "Nhập lại số, đặt định dạng số; " + _AGAIN),
    ("BM-018", ERROR, "Ô chứa lỗi {found}.", "Nhập lại giá trị; " + _AGAIN),
    ("BM-019", ERROR, "Dòng của {component} xuất hiện hai lần trong biểu mẫu; không đọc dòng nào.", "Xóa dòng thừa; " + _AGAIN),
    # A file that was handed in
    ("BM-020", ERROR, "Tệp có mật khẩu hoặc đã mã hóa, không đọc được.", "Mở tệp, vào File > Info > Protect Workbook > Encrypt with Password (Tệp > Thông tin > Bảo vệ sổ làm việc > Mã hóa bằng mật khẩu), xóa trắng ô mật khẩu, bấm OK; " + _AGAIN),
    ("BM-021", ERROR, "Tệp không phải dạng .xlsx: {found}.", "Mở tệp, chọn Lưu thành (Save As) dạng Excel Workbook (.xlsx), rồi gửi lại."),
    ("BM-022", ERROR, "Tệp quá lớn so với một biểu mẫu: {found}; mức cho phép là {expected}.", "Chép số liệu sang biểu mẫu đã phát hành, không chép cả hàng, cả cột hay ảnh; " + _AGAIN),
    ("BM-023", ERROR, "Tệp có nội dung không an toàn, không mở: {found}.", "Chép số liệu sang biểu mẫu đã phát hành, rồi gửi lại; không sửa tệp này."),
    ("BM-024", ERROR, "Tệp lưu dạng “Strict Open XML”, không đọc chắc chắn được.", "Mở tệp, chọn Lưu thành (Save As) dạng Excel Workbook (.xlsx) thông thường, rồi gửi lại."),
    ("BM-025", ERROR, "Phải dừng đọc tệp: {found}.", "Chép số liệu sang biểu mẫu đã phát hành, rồi gửi lại."),
    ("BM-026", ERROR, "{found} là liên kết hoặc thư mục, không phải tệp; không mở.", "Đặt chính tệp đã nhận vào thư mục này."),
    ("BM-027", WARNING, "Tệp có macro; chỉ đọc giá trị trong các ô, không chạy và không giữ macro.", "Không phải sửa; lần sau nên lưu dạng .xlsx."),
    ("BM-028", WARNING, "Tệp có phần hỏng ({found}): các ô chỉ đọc được bằng một cách, không đối chiếu được.", "Đối chiếu các giá trị với bản gốc, hoặc lưu lại tệp bằng Excel rồi gửi lại."),
    ("BM-029", ERROR, "Hai cách đọc ô này cho kết quả khác nhau: “{found}” và “{expected}”.", "Nhập lại giá trị của ô; " + _AGAIN),
    ("BM-030", WARNING, "Ô lấy giá trị từ tệp khác ({found}); dùng giá trị đã lưu {expected}.", "Nhập giá trị thay cho công thức; " + _AGAIN),
    # Finding the form again
    ("BM-031", WARNING, "Không có trang tính “{expected}”; trang “{found}” có đúng các tiêu đề nên được đọc thay.", "Không phải sửa nếu đúng trang; lần sau giữ tên trang tính của biểu mẫu đã phát hành."),
    ("BM-032", ERROR, "Có nhiều trang tính “{expected}” với nội dung khác nhau: {found}.", "Giữ một trang tính, xóa các trang chép thêm; " + _AGAIN),
    ("BM-033", WARNING, "Trang tính “{found}” đang bị ẩn; vẫn được đọc.", "Kiểm tra xem trang này có phải bài nộp không."),
    ("BM-034", NOTE, "Có dòng bị ẩn hoặc bị lọc ({found}); vẫn được đọc.", "Bỏ ẩn, bỏ lọc để kiểm tra lại."),
    ("BM-035", WARNING, "Cột “{found}” được hiểu là cột “{expected}”.", "Đặt lại tiêu đề cột như biểu mẫu đã phát hành."),
    ("BM-036", ERROR, "Không xác định được cột “{expected}”: {found}.", "Khôi phục dòng tiêu đề như biểu mẫu đã phát hành; " + _AGAIN),
    ("BM-037", WARNING, "Cột mã ẩn của biểu mẫu không còn; các dòng được nhận theo cột STT và tên số liệu.", "Lần sau điền vào chính biểu mẫu đã phát hành, không chép sang tệp khác."),
    ("BM-038", ERROR, "Dòng có mã {expected} nhưng phần nhìn thấy là của {found}; không đọc dòng này.", "Đưa các dòng về đúng thứ tự như biểu mẫu đã phát hành; " + _AGAIN),
    ("BM-039", WARNING, "Điểm tối đa trong biểu mẫu ghi {found}, bộ tiêu chí quy định {expected}; dùng bộ tiêu chí.", "Khôi phục ô điểm tối đa như biểu mẫu đã phát hành."),
    ("BM-040", WARNING, "Dòng này không phải dòng chấm điểm nhưng có giá trị “{found}”; không tính.", "Xóa giá trị này, hoặc ghi vào đúng dòng của tiêu chí."),
    ("BM-041", ERROR, "Ô bị gộp với ô khác ({found}), không rõ giá trị thuộc ô nào.", "Bỏ gộp ô, nhập lại từng giá trị; " + _AGAIN),
    ("BM-042", WARNING, "Biểu mẫu phiên bản {found}, phiên bản phát hành là {expected}; vẫn đọc theo mã và tên từng dòng.", "Đối chiếu với biểu mẫu phiên bản {expected}; dòng không khớp có cảnh báo riêng."),
    ("BM-043", NOTE, "Tên tệp không phải mã đơn vị; nhận là của {found} theo biểu mẫu.", "Không phải sửa nếu đúng đơn vị."),
    ("BM-044", ERROR, "Tệp chứa biểu mẫu của nhiều đơn vị: {found}.", "Tách mỗi đơn vị một tệp, rồi gửi lại."),
    ("BM-045", NOTE, "Không dùng tệp {file}: tệp {expected} được chọn theo {found}.", "Không phải sửa."),
    ("BM-050", NOTE, "Tệp {file} giống hệt tệp {expected}; chỉ đọc một tệp.", "Không phải sửa; nên giữ một tệp."),
    ("BM-051", WARNING, "Chỉ đọc được tệp bằng một cách; không đối chiếu được từng ô ({found}).", "Đối chiếu các giá trị với bản gốc, hoặc lưu lại tệp bằng Excel rồi gửi lại."),
    # Text as hands write it
    ("BM-046", WARNING, "Chữ gõ bằng bảng mã cũ ({words}): “{found}”, được hiểu là “{expected}”.", "Kiểm tra cách hiểu; lần sau gõ Unicode."),
    ("BM-047", NOTE, "Ô chứa ký tự ẩn ({found}); đã bỏ khi đọc.", "Không phải sửa; kiểm tra lại nội dung ô."),
    ("BM-048", NOTE, "Ngày “{found}” được hiểu là {expected}.", "Không phải sửa; kiểm tra lại ngày đã hiểu."),
    ("BM-049", NOTE, "“{found}” được hiểu là “{expected}”.", "Không phải sửa; kiểm tra lại lựa chọn đã hiểu."),
    # Self-assessment
    ("HS-001", ERROR, "Chưa có bài tự chấm dùng được của đơn vị.", "Gửi biểu mẫu đã điền, hoặc sửa tệp đã bị từ chối."),
    ("HS-014", ERROR, "Điểm tự chấm {found} lớn hơn điểm tối đa {expected} của tiêu chí thành phần {component}.", "Sửa ô thành số từ 0 đến {expected}, " + _AGAIN),
    ("HS-015", ERROR, "Điểm tự chấm {found} nhỏ hơn 0.", "Sửa ô thành số từ 0 đến {expected}, " + _AGAIN),
    ("HS-016", WARNING, "Chưa ghi điểm tự chấm của tiêu chí thành phần {component}.", "Ghi số điểm; nếu không đạt thì ghi 0."),
    ("HS-018", WARNING, "Chưa kê khai “{expected}” của tiêu chí thành phần {component}.", "Điền số liệu; nếu bằng không thì ghi 0."),
    ("HS-019", ERROR, "Số liệu “{words}” là “{found}”, không hợp lệ.", "Ghi {expected}; " + _AGAIN),
    ("HS-020", ERROR, "Số đạt được lớn hơn tổng số (đã kê khai {found}).", "Kiểm tra hai ô số liệu; " + _AGAIN),
    ("HS-021", ERROR, "Tổng số bằng 0 nên không tính được tỷ lệ của {component}.", "Nếu không phát sinh, báo cơ quan tổ chức đánh giá ghi miễn trừ; nếu có, sửa số liệu."),
    ("HS-022", WARNING, "Điểm tự chấm {found} khác điểm tính theo số liệu kê khai {expected}.", "Sửa số liệu hoặc điểm tự chấm, hoặc giải trình; khi thẩm định, đối chiếu với tài liệu kiểm chứng."),
    ("HS-023", WARNING, "Tự chấm {found} điểm nhưng không nêu tài liệu kiểm chứng và không giải trình.", "Bổ sung tài liệu kiểm chứng hoặc giải trình."),
    ("HS-024", WARNING, "Tiêu chí thành phần {component} không áp dụng cho đơn vị nhưng vẫn tự chấm {found} điểm.", "Không tính điểm này; kiểm tra lại miễn trừ."),
    ("HS-025", ERROR, "Số liệu {found} nằm ngoài mọi mức của cách tính.", "Kiểm tra số liệu; " + _AGAIN),
    ("HS-026", WARNING, "Trong phần ghi bằng lời có thông tin riêng của cá nhân ({found}); kết quả không hiện phần này.", "Xóa thông tin ấy khỏi ô; chỉ ghi số văn bản, chức danh, tên cơ quan."),
    # Evidence
    ("MC-001", WARNING, "Không có tệp minh chứng “{found}” trong thư mục của đơn vị.", "Bổ sung tệp vào {expected} hoặc sửa tên tệp trong danh mục."),
    ("MC-002", WARNING, "Đường dẫn minh chứng “{found}” chỉ ra ngoài thư mục của đơn vị; không mở.", "Chép tệp vào {expected} và chỉ ghi tên tệp."),
    ("MC-003", WARNING, "Tài liệu “{found}” không thuộc năm đánh giá {expected}.", "Thay bằng tài liệu của năm đánh giá hoặc giải trình."),
    ("MC-004", WARNING, "Danh mục ghi tiêu chí thành phần {found} không có trong phụ lục của đơn vị.", "{expected}"),
    ("MC-005", WARNING, "Ngày “{found}” của tài liệu không hợp lệ.", "Ghi ngày/tháng/năm, ví dụ 15/01/{expected}."),
    ("MC-006", WARNING, "Biểu tự chấm nêu “{found}” cho {component} nhưng danh mục tài liệu không có.", "Bổ sung tài liệu này vào danh mục."),
    ("MC-007", WARNING, "Không đọc được tệp minh chứng “{found}”.", "Kiểm tra tệp trong {expected} và lưu lại."),
    ("MC-008", WARNING, "Không đọc được danh mục tài liệu kiểm chứng: {found}", "Khôi phục trang “Tài liệu kiểm chứng” như biểu mẫu đã phát hành; " + _AGAIN),
    # Appraisal
    ("TD-001", WARNING, "Chưa có phiếu thẩm định của đơn vị.", "Kết quả là tạm tính cho đến khi có phiếu trong appraisal/."),
    ("TD-014", ERROR, "{words}: điểm {found} lớn hơn điểm tối đa {expected} của tiêu chí thành phần {component}; không tính quyết định này.", "Sửa ô thành số từ 0 đến {expected}, " + _AGAIN),
    ("TD-015", ERROR, "{words}: điểm {found} nhỏ hơn 0; không tính quyết định này.", "Sửa ô thành số từ 0 đến {expected}, " + _AGAIN),
    ("TD-016", WARNING, "Còn {found} tiêu chí thành phần chưa thẩm định: {expected}.", "Hoàn thành phiếu thẩm định; đến lúc đó kết quả là tạm tính."),
    ("TD-017", ERROR, "{words}: điểm {found} khác điểm trước đó ({expected}) nhưng không ghi lý do; không tính quyết định này.", "Ghi lý do cạnh số điểm, " + _AGAIN),
    ("TD-018", ERROR, "{words}: chấm {found} điểm cho tiêu chí thành phần {component} không áp dụng với đơn vị; không tính quyết định này.", "Xóa điểm hoặc xóa miễn trừ trong exemptions.csv."),
    ("TD-019", WARNING, "Điểm thẩm định {found} có nhiều hơn {expected} chữ số thập phân, sẽ được làm tròn.", "Sửa điểm trong phiếu thẩm định nếu không muốn làm tròn."),
    ("TD-020", ERROR, "{words}: hai quyết định khác nhau ({found}) cho tiêu chí thành phần {component}, ở {expected}; không tính cả hai.", "Thống nhất một số điểm, xóa điểm ở tệp kia (giai đoạn đã chốt thì ghi đính chính vào corrections.csv), " + _AGAIN),
    ("TD-021", ERROR, "{words}: quyết định ngày {found}, trước ngày {expected} của giai đoạn mà nó xét; không tính quyết định này.", "Kiểm tra lại ngày của quyết định hoặc ngày trong received.csv, " + _AGAIN),
    ("TD-022", ERROR, "{words}: giai đoạn này không có trong trình tự của bộ tiêu chí; không tính quyết định này.", "Bỏ tệp ra ngoài, hoặc bổ sung giai đoạn vào procedure.precedence nếu quyết định ban hành có quy định."),
    ("TD-023", ERROR, "Quyết định của Hội đồng thiếu {found}; không tính quyết định này.", "Ghi {found} vào council, " + _AGAIN),
    ("TD-024", ERROR, "Ô ngày thẩm định ghi “{found}”, không hợp lệ.", "Ghi ngày/tháng/năm, ví dụ 15/01/{expected}; " + _AGAIN),
    ("TD-025", ERROR, "Cơ quan chủ trì {found} không có trong bộ tiêu chí.", "{expected}"),
    ("TD-026", ERROR, "Dòng của đơn vị {found} trong phiếu của cơ quan chủ trì không có trong units.csv.", "{expected}"),
    ("TD-027", ERROR, "Phiếu của cơ quan chủ trì chấm tiêu chí thành phần {component} do cơ quan khác chủ trì ({expected}).", "Xóa điểm ở dòng này; cơ quan chủ trì chấm trong phiếu của mình."),
    ("TD-028", ERROR, "Nhiều phiếu khác nhau của một cơ quan chủ trì: {found}; chưa đọc phiếu nào.", "Chỉ giữ tệp chính thức trong thư mục; hoặc chọn tệp bằng một dòng trong corrections.csv (dòng đầu: file,sha256,document,date,reason): {expected}."),
    ("TD-029", WARNING, "{words}: quyết định về tiêu chí thành phần {component} khi chưa có điểm thẩm định lần 1 hợp lệ.", "Kiểm tra phiếu thẩm định lần 1 của đơn vị; nếu quyết định đúng thì không phải sửa."),
    # The stages of the procedure
    ("GD-001", ERROR, "Tệp {file} đã thay đổi sau khi chốt {words}; kết quả dùng bản đã chốt.", "Khôi phục tệp từ {expected}; nếu là đính chính đúng thẩm quyền thì thêm vào corrections.csv dòng: {file},{found},số văn bản,ngày văn bản,lý do."),
    ("GD-002", ERROR, "Tệp {file} không còn sau khi chốt {words}; kết quả dùng bản đã chốt.", "Khôi phục tệp từ {expected}."),
    ("GD-003", ERROR, "Bản đã chốt {found} bị mất hoặc đã thay đổi, tệp gốc cũng không còn như khi chốt {words}.", "Khôi phục bản đã chốt từ bản sao lưu; nếu không còn thì ghi đính chính vào corrections.csv."),
    ("GD-004", ERROR, "Tệp {file} đến sau khi đã chốt {words}; không tính.", "Nếu được chấp nhận thì thêm vào corrections.csv dòng: {file},{found},số văn bản,ngày văn bản,lý do; nếu không thì bỏ tệp ra ngoài."),
    ("GD-005", WARNING, "Nộp {words} ngày {found}, chậm {expected}.", "Không cần xử lý nếu ngày trong received.csv đúng; điểm trừ, nếu có, đã tính theo bộ tiêu chí."),
    ("GD-006", WARNING, "Giải trình tiêu chí thành phần {component} mà điểm thẩm định không khác điểm tự chấm; không xét.", "Xóa phần giải trình ở dòng này hoặc ghi đúng dòng có chênh lệch."),
    ("GD-007", ERROR, "Đính chính không dùng được: {found}.", "Ghi {expected}."),
    ("GD-008", NOTE, "Tệp {file} được đính chính theo {found}; kết quả dùng bản đính chính.", "Không phải sửa."),
    ("GD-009", ERROR, "Sổ chốt giai đoạn không đọc được: {found}.", "Khôi phục thư mục closed/ từ bản sao lưu, không sửa bằng tay."),
    ("GD-011", WARNING, "Đã có {expected} mà chưa chốt {found}: nếu tệp của {found} bị thay đổi thì không phát hiện được.", "Kiểm tra rồi chốt: `cchc close DIR {words}`, với DIR là thư mục kỳ đánh giá."),
    ("GD-012", WARNING, "Phiếu {file} không ghi ngày: không xét được trình tự thời gian của các quyết định trong đó.", "Ghi ngày thẩm định ở đầu phiếu."),
    ("GD-013", WARNING, "Sổ tiếp nhận không ghi ngày nhận tệp {found}: không xét được nộp đúng hạn hay chậm.", "Bổ sung dòng cho tệp này vào received.csv."),
    ("GD-014", WARNING, "{words}: quyết định ngày {found}, ngoài thời gian của giai đoạn ({expected}).", "Kiểm tra ngày ghi trong tệp hoặc thời gian trong assessment.toml."),
    ("GD-015", WARNING, "Giải trình tiêu chí thành phần {component} không áp dụng với đơn vị; không xét.", "Không cần xử lý; nếu tiêu chí có áp dụng thì sửa exemptions.csv."),
    ("GD-010", WARNING, "Giải trình khi đơn vị chưa có điểm thẩm định lần 1: {component}.", "Kiểm tra phiếu thẩm định lần 1 của đơn vị đã có trong appraisal/ chưa."),
    # Survey
    ("XH-001", WARNING, "Chưa có kết quả điều tra xã hội học.", "Đặt tệp trả lời vào survey/; đến lúc đó kết quả là tạm tính."),
    ("XH-002", ERROR, "Tệp điều tra thiếu cột {found}.", "Thêm cột với đúng tên này ở dòng đầu."),
    ("XH-003", ERROR, "Đơn vị {found} không có trong units.csv.", "{expected}"),
    ("XH-004", ERROR, "Câu hỏi {found} không phải câu hỏi điều tra trong phụ lục của đơn vị.", "{expected}"),
    ("XH-005", ERROR, "Câu trả lời “{found}” nằm ngoài thang {expected}.", "Sửa theo phiếu gốc hoặc xóa dòng, rồi chạy lại."),
    ("XH-006", ERROR, "Nhóm người trả lời {found} không có trong bộ tiêu chí.", "{expected}"),
    ("XH-007", WARNING, "Câu hỏi {component} chưa đủ trả lời hợp lệ, cần ít nhất {expected}.", "Bổ sung phiếu; đến lúc đó kết quả là tạm tính."),
    ("XH-008", ERROR, "Tỷ lệ hoặc số phiếu {found} không hợp lệ.", "Ghi tỷ lệ từ 0 đến 100 và số phiếu là số nguyên, theo báo cáo gốc."),
    ("XH-009", ERROR, "Tỷ lệ của câu hỏi {component} được ghi hai lần cho một đơn vị.", "Giữ một dòng."),
    ("XH-010", NOTE, "Bỏ cột {found}: không dùng khi tính và có thể chứa dữ liệu cá nhân.", "Không phải sửa; nên xóa cột này khỏi tệp."),
    ("XH-013", WARNING, "Tỷ lệ {found} không quá 1: có thể đã ghi phần thay cho phần trăm.", "Nếu là 0,915 tức 91,5% thì ghi 91.5."),
    ("XH-011", WARNING, "Chưa có tỷ lệ của câu hỏi {component}.", "Bổ sung vào sipas.csv; đến lúc đó kết quả là tạm tính."),
    # Figures of external sources
    ("SN-001", ERROR, "Tệp số liệu của nguồn ngoài thiếu cột {found}.", "Thêm cột với đúng tên này ở dòng đầu."),
    ("SN-002", NOTE, "Bỏ cột {found}: không dùng khi tính.", "Không phải sửa."),
    ("SN-003", ERROR, "Đơn vị {found} không có trong units.csv.", "{expected}"),
    ("SN-004", ERROR, "Mục {found} không lấy số liệu từ nguồn ngoài, hoặc không có trong phụ lục của đơn vị.", "{expected}"),
    ("SN-005", ERROR, "Mã số liệu {found} không thuộc mục {component}.", "{expected}"),
    ("SN-006", ERROR, "Số liệu {found} của mục {component} không hợp lệ.", "Ghi {expected}, đúng như nguồn đã công bố."),
    ("SN-007", ERROR, "Số liệu “{expected}” của mục {component} được ghi hai lần khác nhau.", "Giữ một dòng, đúng như nguồn đã công bố."),
    ("SN-008", WARNING, "Thiếu số liệu của {words} cho {found} mục: {expected}.", "Bổ sung vào external/; đến lúc đó kết quả là tạm tính. Thiếu số liệu không phải là bằng 0."),
    ("SN-009", ERROR, "Số liệu {found} của mục {component} không tính được điểm.", "Đối chiếu với nguồn: số đạt được không lớn hơn tổng số, tổng số không bằng 0."),
    # Results
    ("KQ-001", ERROR, "Sổ tính {found} dừng ở ô thứ {expected}: {words}.", "Mở sổ tính trong thư mục notebooks của lần chạy để xem chi tiết."),
    ("KQ-002", ERROR, "Không lập được bản PDF của báo cáo {found}: {words}.", "Dùng trang HTML của báo cáo, in được từ trình duyệt; báo người phụ trách chương trình."),
    ("KQ-010", ERROR, "Tổng điểm {found} khác tổng các phần đã công bố {expected}, nhiều hơn mức do làm tròn gây ra.", "Không công bố; chạy lại `cchc run`, nếu vẫn còn thì báo người phụ trách chương trình."),
    ("KQ-011", NOTE, "Tổng điểm {found} khác tổng các phần đã làm tròn {expected} vì mỗi số được làm tròn riêng từ số chính xác.", "Không phải sửa; ghi chú điều này khi công bố bảng điểm."),
    ("KQ-012", ERROR, "Điểm lĩnh vực không khớp ({words}): {found}, từ các phần là {expected}.", "Không công bố; chạy lại `cchc run`, nếu vẫn còn thì báo người phụ trách chương trình."),
    ("KQ-013", ERROR, "Hạng {found} không phải hạng {expected} mà chỉ số của đơn vị có trong nhóm.", "Không công bố; chạy lại `cchc run`, nếu vẫn còn thì báo người phụ trách chương trình."),
    ("KQ-014", ERROR, "Nhóm {words}: số đơn vị xếp hạng trên số đơn vị là {found}, danh sách có {expected}.", "Không công bố; chạy lại `cchc run`, nếu vẫn còn thì báo người phụ trách chương trình."),
    ("KQ-015", ERROR, "Nhóm {words}: chỉ số bình quân {found} không phải bình quân {expected} của các đơn vị.", "Không công bố; chạy lại `cchc run`, nếu vẫn còn thì báo người phụ trách chương trình."),
    ("KQ-016", WARNING, "Kết quả điều tra {found} ở mục {component} khác xa {expected}, trung vị các đơn vị khác trong nhóm.", "Kiểm tra số liệu gốc: thang điểm, phần hay phần trăm, mã đơn vị; nếu đúng thì không phải sửa."),
    ("KQ-017", WARNING, "Ngày công bố {found} không hợp lý: {expected}.", "Kiểm tra ngày, nhất là năm, trong mục windows của assessment.toml và trên văn bản công bố."),
    ("KQ-018", WARNING, "Quyết định {words} ghi ngày {found}, trước năm đánh giá {expected}: có thể ghi nhầm năm.", "Kiểm tra ngày ghi trong tệp; nếu nhầm thì đính chính."),
    ("KQ-019", NOTE, "Cả {found} đơn vị của nhóm {words} đều đạt điểm tối đa ở mục {component}: mục này không phân biệt được đơn vị nào.", "Không phải sửa; xem lại cách tính khi ban hành bộ tiêu chí sau."),
    ("KQ-020", WARNING, "{expected} đơn vị giải trình mục {component} bằng cùng một câu “{found}”: {words}.", "Xem từng đơn vị có làm đúng như đã viết không; nếu đúng thì không phải sửa."),
    ("KQ-021", ERROR, "Không lập được văn bản {found}: {words}", "Mở mẫu ấy trong data/templates bằng Word, sửa theo README.vi.md cùng thư mục hoặc lấy lại mẫu gốc, rồi chạy lại `cchc run`."),
    ("KQ-031", WARNING, "Sổ các lần chạy {file} đứt chuỗi từ dòng {found}: lần chạy này chưa được ghi vào sổ.", "Khôi phục sổ từ bản sao lưu, hoặc cất sổ hỏng vào hồ sơ để bắt đầu sổ mới; rồi chạy lại `cchc run`."),
    ("KQ-032", WARNING, "Giai đoạn {words} được chốt khác với lần chạy {found}.", "Kiểm tra ai đã sửa thư mục closed/; khôi phục từ bản sao lưu nếu việc chốt lại không có căn cứ."),
    ("KQ-033", WARNING, "Chưa ghi được lần chạy này vào sổ các lần chạy {file}.", "Đóng chương trình đang mở sổ, kiểm tra quyền ghi, rồi chạy lại `cchc run`."),
    ("KQ-034", WARNING, "Lần chạy {found} mà bản này đính chính không có trong {words}/.", "Kiểm tra mã lần chạy ở bảng correction của assessment.toml; giữ bản đã công bố cạnh bản đính chính để so sánh."),
)
# fmt: on
def _codes(family: str, *numbers: int) -> frozenset[str]:
    return frozenset(f"{family}-{number:03}" for number in numbers)


_EARLIER_STAGE_STANDS = _codes("TD", 14, 15, 17, 18, 20, 21, 22, 23, 24, 27) | _codes(
    "GD", 1, 2, 4, 7
)
_STEPS: dict[Step, frozenset[str]] = {
    "file": _codes("BM", 1, 7, 8, *range(20, 29), 43, 44, 45, 50, 51) | _codes("KD", 32),
    "form": _codes("BM", 2, 3, 4, 5, 6, 10, 11, 12, 19, *range(31, 41), 42),
    "cell": _codes("BM", 13, 14, 15, 16, 17, 18, 29, 30, 41, 46, 47, 48, 49) | _codes("HS", 19),
}
STEP_NAMES: dict[Step, str] = {
    "file": "Tệp",
    "form": "Biểu mẫu",
    "cell": "Giá trị trong ô",
    "cross": "Đối chiếu",
}
KINDS = {row[0]: FindingKind(*row) for row in _TABLE}
SEVERITY_NAMES: dict[Severity, str] = {"error": "lỗi", "warning": "cảnh báo", "note": "ghi chú"}
