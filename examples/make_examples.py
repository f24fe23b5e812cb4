"""Makes the example claims files beside it: `python examples/make_examples.py`. Everything in them is invented.

The scripts beside it hold what each office claims. The result is committed; a test compares it with what they make.
With `--xls` the old workbook is made anew too, which needs LibreOffice (soffice).
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import make_city
import make_folder
import make_jinan
import make_mianyang
import make_parks
import make_process
from make_tables import workbook

HERE = Path(__file__).parent


def files() -> dict[str, bytes]:
    """Every example by its name, but for the old workbook, which no Python makes."""
    makers = (make_mianyang, make_jinan, make_city, make_parks, make_process, make_folder)
    return {name: data for one in makers for name, data in one.files().items()}


def old_as_new() -> bytes:
    """The old workbook as a new one."""
    return workbook(*make_folder.old_pages())


def make_old() -> None:
    """Makes the old workbook."""
    target = HERE / make_folder.OLD
    with TemporaryDirectory() as folder:
        new = Path(folder, f"{target.stem}.xlsx")
        new.write_bytes(old_as_new())
        command = ["soffice", "--headless", "--convert-to", "xls", "--outdir", str(target.parent), str(new)]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 (a program of one's own choice)


if __name__ == "__main__":
    for name, data in files().items():
        (HERE / name).parent.mkdir(parents=True, exist_ok=True)
        (HERE / name).write_bytes(data)
    if "--xls" in sys.argv:
        make_old()
