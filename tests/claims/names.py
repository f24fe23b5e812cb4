"""What the tests of reading share: known headers, small workbooks, expected messages."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from investpolicy.claims.layout import Table
from investpolicy.claims.reader import read_tables

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
SPREADSHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'

KNOWN = frozenset(
    """项目名称 项目编号 建设地点 承接地类型 所属园区 行业门类 资本来源 协议投资额 实际投资额 固定资产投资额
    实际到位外资 实缴注册资本 签约日期 注册日期 开工日期 竣工日期 投产日期 引荐人 引荐人类型 引荐并促成
    此前已付奖励 园区 年度 综合考核得分 综合考核名次 产业基金出资额 项目基金规模
    本轮融资额 例外已批准 应兑现扶持资金 市本级承担 承接地承担
    申报金额 备注""".split()  # noqa: SIM905
)


def read(path: Path) -> list[Table]:
    return read_tables(path, is_header=KNOWN.__contains__)


def book(*rows: Sequence[object], fill: Callable[[Worksheet], None] | None = None) -> bytes:
    """A workbook with one sheet, Sheet1."""
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = "Sheet1"
    for row in rows:
        sheet.append(list(row))
    if fill is not None:
        fill(sheet)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def changed(data: bytes, parts: Mapping[str, Callable[[bytes], bytes | None]]) -> bytes:
    """The archive with parts changed, or added (from nothing); None leaves a part out."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part: bytes | None = old.read(name)
            part = parts[name](old.read(name)) if name in parts else part
            if part is not None:
                new.writestr(name, part)
        for name in parts.keys() - set(old.namelist()):
            new.writestr(name, parts[name](b"") or b"")
    return written.getvalue()


def with_shared_strings(data: bytes, strings: str) -> bytes:
    """The archive with a part of shared strings, as Excel keeps texts."""
    relation = b'<Relationship Id="shared" Type="http://x/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = b'<Override PartName="/xl/sharedStrings.xml" ContentType="' + kind + b'"/></Types>'
    return changed(
        data,
        {
            "xl/_rels/workbook.xml.rels": lambda part: part.replace(b"</Relationships>", relation),
            "[Content_Types].xml": lambda part: part.replace(b"</Types>", override),
            "xl/sharedStrings.xml": lambda _: strings.replace("<sst>", f"<sst {SPREADSHEET}>").encode(),
        },
    )


def messages(name: str) -> dict[str, str]:
    """The expected messages in tests/errors/claims, by case: `# case` and the message below it."""
    text = (ROOT / "tests" / "errors" / "claims" / name).read_text(encoding="utf-8")
    return {case: message.strip() for case, message in re.findall(r"^# (.+)\n((?:(?!# ).*\n?)*)", text, re.MULTILINE)}
