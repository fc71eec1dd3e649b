"""The command line: parse, call, print, exit code. What people read is Vietnamese.

Exit codes: 0 done; 1 unexpected; 2 usage; 11 rule files; 12 submissions or other users' data;
13 results; 14 a notebook failed.
"""

import sys
from typing import NoReturn

import click

from cchc_lib import __version__
from cchc_lib.commands import audit, workbench, year
from cchc_lib.commands.options import GROUP_WORDS, OPTIONS
from cchc_lib.errors import CchcError
from cchc_lib.terminal import fail, speak_vietnamese

__all__ = ["cli", "main"]

_UNEXPECTED = (
    "Lỗi ngoài dự kiến của chương trình. Xin gửi toàn bộ thông báo trên cho người phát triển."
)


def main() -> NoReturn:
    """Run the command line and end with its exit code."""
    speak_vietnamese()
    try:
        code = cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        code = fail(1, "Đã dừng theo yêu cầu.")
    except click.ClickException as error:
        error.show()
        code = fail(error.exit_code, error.format_message(), is_said=True)
    except CchcError as error:
        code = fail(error.exit_code, error.message_vi, error.findings)
    except Exception:  # noqa: BLE001 - the one place where a program error meets a person
        import traceback

        traceback.print_exc()
        code = fail(1, _UNEXPECTED)
    sys.exit(code)


@click.group(
    help="Xác định Chỉ số cải cách hành chính hằng năm của các đơn vị trong tỉnh.",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    options_metavar=OPTIONS,
    subcommand_metavar=GROUP_WORDS,
    commands=[
        year.example,
        year.forms,
        year.check,
        year.status,
        year.close,
        year.run,
        audit.explain,
        audit.verify,
        audit.compare,
        workbench.rules,
        workbench.lab,
        workbench.open_site,
    ],
)
@click.version_option(
    __version__,
    "--version",
    prog_name="cchc",
    message="%(prog)s %(version)s",
    help="In phiên bản rồi thoát.",
)
def cli() -> None:
    """Group all commands."""
