"""What a workbook loses when openpyxl loads it and saves it again (未保留的内容), and when that takes too long."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, TYPE_CHECKING, Final

from investpolicy.claims.spreadsheet import saved
from investpolicy.values.label import Label

if TYPE_CHECKING:
    from openpyxl import Workbook

MAX_CELLS: Final = 2_000_000
"""Most cells of a workbook that columns are added to, painted ones too: more take minutes and gigabytes."""

_CHUNK = 2**20
_CELL = re.compile(rb"<(?:[A-Za-z0-9]+:)?c[ />]")


def _parts(workbook: bytes, folder: str) -> Iterator[Iterator[bytes]]:
    """Each XML part in a folder of the package, in pieces."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        for name in archive.namelist():
            if name.startswith(folder) and name.endswith(".xml"):
                with archive.open(name) as part:
                    yield _pieces(part)


def _pieces(part: IO[bytes]) -> Iterator[bytes]:
    while piece := part.read(_CHUNK):
        yield piece


def too_large(workbook: bytes) -> Label | None:
    """Why no columns are added: too many cells, painted ones too; counting stops beyond the limit."""
    count = 0
    for part in _parts(workbook, "xl/worksheets/"):
        for piece in part:
            count += len(_CELL.findall(piece))
            if count > MAX_CELLS:
                return Label(
                    f"原工作簿有超过 {MAX_CELLS:,} 个单元格（含只有格式的），未在其中加列，结果写在新工作簿里",
                    f"the workbook has more than {MAX_CELLS:,} cells (painted ones too): "
                    "the verdicts stand in a new workbook",
                )
    return None


_GONE: Final[Mapping[str, Label]] = {
    "charts": Label("图表未保留", "charts are not kept"),
    "chartsheets": Label("图表工作表未保留", "chart sheets are not kept"),
    "media": Label("图片未保留", "pictures are not kept"),
    "diagrams": Label("SmartArt 图形未保留", "diagrams are not kept"),
    "ctrlProps": Label("表单控件未保留", "form controls are not kept"),
    "activeX": Label("ActiveX 控件未保留", "ActiveX controls are not kept"),
    "embeddings": Label("嵌入的对象未保留", "embedded objects are not kept"),
    "slicers": Label("切片器未保留", "slicers are not kept"),
    "threadedComments": Label("批注的回复未保留", "replies to comments are not kept"),
    "pivotTables": Label("数据透视表未保留", "pivot tables are not kept"),
    "queryTables": Label("外部查询未保留", "queries are not kept"),
    "connections.xml": Label("外部连接未保留", "connections are not kept"),
    "vbaProject.bin": Label("宏未保留", "macros are not kept"),
    "externalLinks": Label("对其他工作簿的链接未保留", "links to other workbooks are not kept"),
}
"""What is lost, by the folder or part of the package that holds it."""

_REDRAWN: Final = Label("图表已重新写入，样式可能有出入", "charts are written anew and may look different")
_INSIDE: Final[Sequence[tuple[str, re.Pattern[bytes], Label]]] = (
    (
        "xl/drawings/",
        re.compile(rb"<(?:[A-Za-z0-9]+:)?(?:sp|cxnSp|grpSp)[ >]"),
        Label("图形、文本框未保留", "shapes and text boxes are not kept"),
    ),
    (
        "xl/worksheets/",
        re.compile(rb"<(?:[A-Za-z0-9]+:)?extLst[ >]"),
        Label(
            "迷你图、扩展的条件格式和数据验证未保留",
            "sparklines and extended conditional formats and validations are not kept",
        ),
    ),
    (
        "xl/worksheets/",
        re.compile(rb"<(?:[A-Za-z0-9]+:)?f[ />]"),
        Label(
            "公式保留；结果在打开文件时重新计算",
            "formulas are kept; their results are calculated when the file is opened",
        ),
    ),
)
"""What is lost inside a part: its folder, how it begins, and the words."""


def not_kept(workbook: bytes, book: Workbook) -> Iterator[Label]:
    """What of the workbook openpyxl does not write again as it was."""
    had = _kinds_of_parts(workbook)
    if any(had[kind] for kind in _GONE):
        has = _kinds_of_parts(saved(book))
        yield from (words for kind, words in _GONE.items() if had[kind] > has[kind])
        if had["charts"] and has["charts"]:
            yield _REDRAWN
    for folder, begins, words in _INSIDE:
        if any(_holds(part, begins) for part in _parts(workbook, folder)):
            yield words


def _kinds_of_parts(workbook: bytes) -> Counter[str]:
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = [name.split("/") for name in archive.namelist() if name.startswith("xl/")]
    return Counter(part[1] for part in parts if "_rels" not in part)


def _holds(part: Iterator[bytes], pattern: re.Pattern[bytes]) -> bool:
    tail = b""
    for piece in part:
        if pattern.search(tail + piece):
            return True
        tail = piece[-40:]
    return False


__all__ = ["MAX_CELLS", "not_kept", "too_large"]
