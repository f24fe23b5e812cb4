"""A folder as it comes in from several districts: workbooks new and old, CSV, and what can not be read.

The old workbook is kept as LibreOffice made it: `python examples/make_examples.py --xls` makes it anew.
"""

# ruff: noqa: E501 (a row of a table stands on one line)
from __future__ import annotations

import io
import struct
import zipfile

from make_tables import Page, csv_text, settled, workbook

FOLDER = "office-folder"
OLD = f"{FOLDER}/安州区.xls"

FUCHENG = Page(
    "引荐奖励",
    """
涪城区2022年引荐奖励申报表（示例）
序号 | 项目名称 | 建设地点 | 投资额（亿元） | 实际投资额（亿元） | 签约日期 | 开工日期 | 引荐人 | 引荐人类型 | 引荐并促成 | 已付奖励（万元） | 申报金额（万元）
1 | 示例智能（绵阳）装备有限公司项目 | 绵阳市涪城区 | 6 | 3 | 2022-02-10 | 2022-05-20 | 示例装备商会 | 商会 | 是 | 0 | 15
2 | 示例氢能项目 | 绵阳市涪城区 | 8 | 2 | 2022-03-10 | 2022-06-20 | 示例能源协会 | 协会 | 是 | 0 | 260000
3 | 示例检验检测项目 | 绵阳市涪城区 | 5.5 | 1.2 | 2022-04-10 | 2022-07-20 | 示例检测协会 | 协会 | 是 | 0 | 15
4 | 示例会展中心项目 | 成都市锦江区 | 7 | 1 | 2022-04-12 | 2022-07-22 | 示例会展协会 | 协会 | 是 | 0 | 15
""",
)

TWICE = Page(
    "扶持资金分担",
    """
项目名称 | 承接地类型 | 行业门类 | 投资额（亿元） | 协议投资额（亿元） | 应兑现扶持资金（万元） | 市本级承担（万元） | 承接地承担（万元）
示例储能项目 | 市辖区 | 制造业 | 120 | 120 | 100 | 30 | 70
示例电驱项目 | 市辖区 | 制造业 | 110 | 110 | 200 | 60 | 140
""",
)

YOUXIAN = """
游仙区2022年引荐奖励申报表（示例）
项目名称 | 建设地点 | 协议投资额（亿元） | 实际投资额（亿元） | 签约日期 | 开工日期 | 引荐人 | 引荐人类型 | 引荐并促成 | 已付奖励 | 申报金额
示例智能(绵阳)装备有限责任公司 项目 | 绵阳市涪城区 | 6 | 3 | 2022-02-10 | 2022-05-20 | 示例装备商会 | 商会 | 是 | 0元 | 15万元
示例检验检测项目 | 绵阳市涪城区 | 5.5 | 1.2 | 2022-04-10 | 2022-07-20 | 李某某 | 个人 | 是 | 0元 | 15万元
示例磁性材料项目 | 绵阳市游仙区 | 5 | 1 | 2022-05-10 | 2022-08-20 | 示例材料协会 | 协会 | 是 | 0元 | 20
示例激光雷达项目 | 绵阳市游仙区 | 9 | 3 | 2022-05-12 | 2022-08-25 | 示例光电协会 | 协会 | 是 | 0元 | 30万元
"""

ANZHOU = Page(
    "引荐奖励",
    """
安州区2022年引荐奖励申报表（示例）
序号 | 项目名称 | 建设地点 | 协议投资额（亿元） | 实际投资额（亿元） | 签约日期 | 开工日期 | 引荐人 | 引荐人类型 | 引荐并促成 | 已付奖励（万元） | 申报金额（万元）
1 | 示例乳品项目 | 绵阳市安州区 | 5 | 2 | 2022-01-18 | 2022-04-08 | 示例食品协会 | 协会 | 是 | 0 | 30
2 | 示例汽车座椅项目 | 绵阳市安州区 | 7.5 | 2.5 | 2022-02-18 | 2022-06-08 | 示例汽车商会 | 商会 | 是 | 10 | 30
3 | 示例中药材项目 | 绵阳市安州区 | 4.8 | 2 | 2022-03-18 | 2022-07-08 | 示例医药协会 | 协会 | 是 | 0 | 10
合计 | | | | | | | | | | | 70
""",
)

HEADER_ONLY = "项目名称 | 协议投资额（亿元） | 申报金额（万元）"
WEB_PAGE = "<html><head><meta charset='utf-8'></head><body><table><tr><td>项目名称</td></tr></table></body></html>"


UNCLOSED = """项目名称,协议投资额（亿元）,申报金额（万元）
"示例项目甲",6,15
"示例项目乙,7,20
示例项目丙,8,25
"""


def damaged() -> bytes:
    """A workbook that lists a sheet which it does not hold."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(FUCHENG))) as whole,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as rest,
    ):
        for name in whole.namelist():
            if not name.startswith("xl/worksheets/"):
                rest.writestr(name, whole.read(name))
    return settled(written.getvalue())


def locked() -> bytes:
    """A compound file as a spreadsheet program wraps a workbook with a password; there is nothing inside."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHH", 0x3E, 3, 0xFFFE)
    return header + bytes(482) + "EncryptedPackage".encode("utf-16-le") + bytes(480)


def old_pages() -> tuple[Page, ...]:
    """What the old workbook holds."""
    return (ANZHOU,)


def files() -> dict[str, bytes]:
    """The files by name, but for the old workbook."""
    return {
        f"{FOLDER}/涪城区.xlsx": workbook(FUCHENG, TWICE),
        f"{FOLDER}/补报/游仙区.csv": csv_text(YOUXIAN).encode("gb18030"),
        f"{FOLDER}/补报/空表.csv": csv_text(HEADER_ONLY).encode(),
        f"{FOLDER}/补报/引号.csv": UNCLOSED.encode(),
        f"{FOLDER}/加密.xlsx": locked(),
        f"{FOLDER}/损坏.xlsx": damaged(),
        f"{FOLDER}/网页导出.xls": WEB_PAGE.encode(),
        f"{FOLDER}/申报说明.docx": workbook(Page("Sheet1", "说明")),  # any other file: what it holds is not looked at
    }
