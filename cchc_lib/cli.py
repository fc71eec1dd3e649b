"""The command line: parse, call, print, exit code. What people read is Vietnamese.

Exit codes: 0 done; 1 unexpected; 2 usage; 11 rule files; 12 submissions or other users' data;
13 results; 14 a notebook failed.
"""

import sys
from pathlib import Path
from typing import NoReturn

import click

from cchc_lib import __version__
from cchc_lib.commands import advice, audit, rules, training, workbench, year
from cchc_lib.commands.options import GROUP_WORDS, OPTIONS
from cchc_lib.errors import CchcError, WriteProblem, is_about_space
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
    except Exception as error:  # noqa: BLE001 - the one place where a program error meets a person
        code = _tell_unexpected(error)
    sys.exit(code)


def _tell_unexpected(error: Exception) -> int:
    """Say what nobody foresaw; a disk that is full somewhere is no mistake of the program."""
    if isinstance(error, OSError) and is_about_space(error):
        problem = WriteProblem.of(error, Path(error.filename or "tệp tạm").name)
        return fail(problem.exit_code, problem.message_vi)
    import traceback

    traceback.print_exception(error)
    return fail(1, _UNEXPECTED)


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
        advice.whatif,
        rules.rules,
        training.training,
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
