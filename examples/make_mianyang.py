"""An office's workbook for Mianyang 2022, one provision a sheet; its first sheet as CSV; cost sharing as Parquet."""

# ruff: noqa: E501, RUF005 (a claim stands on one or two lines, so that the columns can be told apart)
from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from make_tables import Value, csv_text, settled, shown
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

WORKBOOK = "mianyang-claims-2022.xlsx"
CSV = "mianyang-referral-2022-gb18030.csv"
ENGLISH_CSV = "mianyang-referral-2022-en.csv"
PARQUET = "mianyang-support-2022.parquet"

D = Decimal


@dataclass(frozen=True)
class Sheet:
    """One sheet: what heads it, the columns, the claims, which of them share a project, and what stands below."""

    name: str
    title: str
    above: Mapping[int, str]  # column (from 1) and text of the line between title and header
    headers: Sequence[str]
    rows: Sequence[Sequence[Value]]
    total: Mapping[int, Decimal]
    below: Sequence[Mapping[int, str]]
    merged: Sequence[tuple[int, int, Sequence[int]]] = ()  # first and last claim (from 0), columns


REFERRAL = Sheet(
    name="引荐奖励",
    title="绵阳市2022年重大产业项目引荐奖励申报汇总表（示例）",
    above={1: "填报单位：示例投资促进局", 16: "单位：万元"},
    headers=(
        "序号",
        "项目编号",
        "项目名称",
        "建设地点",
        "行业门类",
        "资本来源",
        "协议投资额（亿元）",
        "实际投资额（亿元）",
        "签约日期",
        "注册日期",
        "开工日期",
        "引荐人",
        "引荐人类型",
        "引荐并促成",
        "此前已付奖励",
        "申报金额",
        "备注",
    ),
    rows=(
        (1, "MY2022-001", "示例锂电池正极材料项目", "绵阳市涪城区", "制造业", "内资", D("5.2"), 3)
        + (date(2022, 6, 20), date(2022, 7, 1), date(2022, 9, 1), "示例新能源商会", "商协会", "是", 0, 26, None),
        (2, "MY2022-002", "示例数控装备项目", "绵阳市游仙区", "制造业", "内资", 5, D("1.75"))
        + (date(2022, 2, 18), date(2022, 3, 7), "2022年5月10日", "示例咨询有限公司", "企业", "是", 0, 30, None),
        (3, "MY2022-003", "示例电子功能材料项目", "绵阳市安州区", "制造业", "港澳台资", D("8.6"), D("2.4"))
        + (date(2022, 1, 12), date(2022, 2, 25), date(2022, 4, 8), "示例产业研究院", "其他社会机构", "是", 0, 35, None),
        (4, "MY2022-004", "示例预制食品项目", "绵阳市江油市", "制造业", "内资", D("4.99"), D("4.99"))
        + (date(2022, 3, 3), date(2022, 3, 21), date(2022, 6, 6), "示例食品行业协会", "商协会", "是", 0, 20, None),
        (5, "MY2022-005", "示例算力中心项目", "绵阳市高新区", "信息传输、软件和信息技术服务业", "内资", "120,000万元")
        + ("12,000万元", "2022.04.15", "2022-05-09", "2022/8/1", "示例科技有限公司", "企业", "√", 0, D("29.5"), None),
        (6, "MY2022-006", "示例中药饮片项目", "绵阳市三台县", "制造业", "内资", 6, D("0.9"))
        + (date(2022, 5, 5), date(2022, 5, 30), date(2022, 7, 18), "李某某", "公职人员", "是", 0, 10, None),
        (7, "MY2022-007", "示例工业机器人项目", "绵阳市经开区", "制造业", "外资", D("9.3"), D("0.2"))
        + (date(2022, 9, 9), date(2022, 10, 11), "尚未开工", "示例海外商会", "商协会", "是", 0, 12, "用地手续办理中"),
        (8, "MY2022-008", "示例绿色建材项目", "绵阳市梓潼县", "制造业", "内资", D("6.6"), D("1.1"))
        + (date(2022, 4, 2), date(2022, 4, 28), "待定", "王某某", "个人", "是", 0, 15, "开工日期核实中"),
        (9, "MY2022-009", "示例智能终端项目", "绵阳市涪城区", "制造业", "内资", D("7.5"), D("2.05"))
        + (date(2022, 3, 16), date(2022, 4, 6), date(2022, 6, 28), "示例电子商会", "商协会", None, 0, 18, None),
        (10, "MY2022-010", "示例显示模组配套项目", "绵阳市游仙区", "制造业", "内资", 10, D("3.6"))
        + (date(2022, 1, 25), date(2022, 2, 14), date(2022, 3, 31), "示例实业有限公司", "企业", "是", 0, 15, None),
        (11, "MY2022-010", "示例显示模组配套项目", "绵阳市游仙区", "制造业", "内资", 10, D("3.6"))
        + (date(2022, 1, 25), date(2022, 2, 14), date(2022, 3, 31), "赵某某", "个人", "是", 15, 20, "第二引荐人"),
    ),
    total={16: D("230.5")},
    below=(
        {1: "备注：本表项目、企业和个人均为虚构，仅作示例。"},
        {1: "制表人：陈某某", 7: "审核人：周某某", 12: "填报日期：2022年12月30日"},
    ),
    merged=((9, 10, range(2, 12)),),
)

MAJOR = Sheet(
    name="重大项目奖励",
    title="绵阳市2022年园区重大项目奖励申报表（示例）",
    above={1: "填报单位：示例投资促进局"},
    headers=(
        "序号",
        "所属园区",
        "项目编号",
        "项目名称",
        "建设地点",
        "行业门类",
        "协议投资额（亿元）",
        "签约日期",
        "开工日期",
        "申报金额（万元）",
        "备注",
    ),
    rows=(
        (1, "高新示例产业园", "MY2022-101", "示例动力电池项目", "绵阳市高新区", "制造业", 120)
        + (date(2022, 2, 10), date(2022, 5, 20), 100, None),
        (2, "经开示例产业园", "MY2022-102", "示例新型显示项目", "绵阳市经开区", "制造业", 60)
        + (date(2022, 1, 18), date(2022, 4, 12), 80, None),
        (3, "经开示例产业园", "MY2022-103", "示例化工新材料项目", "绵阳市经开区", "制造业", 55)
        + (date(2022, 3, 22), date(2022, 8, 16), None, "与上一项目同属一个园区，已合并申报"),
        (4, "江油示例工业园", "MY2022-104", "示例特种钢材项目", "绵阳市江油市", "制造业", 80)
        + (date(2022, 3, 1), date(2022, 7, 5), 120, None),
        (5, "游仙示例产业园", "MY2022-105", "示例激光装备项目", "绵阳市游仙区", "制造业", 52)
        + (date(2022, 4, 19), date(2022, 9, 14), 100, None),
        (6, "安州示例工业园", "MY2022-106", "示例汽车零部件项目", "绵阳市安州区", "制造业", D("49.99"))
        + (date(2022, 5, 11), date(2022, 10, 10), 100, None),
        (7, "三台示例工业园", "MY2022-107", "示例生物医药项目", "绵阳市三台县", "制造业", 70)
        + (date(2022, 11, 8), "未开工", 100, "计划2023年开工"),
    ),
    total={10: D(600)},
    below=({2: "单位负责人：周某某", 5: "填表人：陈某某", 8: "填报日期：2022年12月30日"},),
    merged=((1, 2, (2,)),),
)

RANKING = Sheet(
    name="园区综合考核奖励",
    title="绵阳市2022年度园区综合考核奖励申报表（示例）",
    above={6: "单位：万元"},
    headers=("序号", "园区", "年度", "综合考核得分", "综合考核名次", "申报金额", "备注"),
    rows=(
        (1, "高新示例产业园", 2022, D("96.5"), 1, 100, None),
        (2, "经开示例产业园", 2022, D("94.25"), 2, 80, None),
        (3, "江油示例工业园", 2022, D("92.1"), 3, 100, None),
        (4, "游仙示例产业园", 2022, D("90.8"), 4, 60, None),
        (5, "安州示例工业园", 2022, D("89.6"), 5, 50, None),
        (6, "三台示例工业园", 2022, 88, 6, 60, None),
        (7, "梓潼示例工业园", 2022, "不详", "不详", 60, "考核材料补报中"),
    ),
    total={6: D(510)},
    below=({1: "制表：陈某某", 4: "复核：周某某"}, {5: "2022年12月30日"}),
)

FUND = Sheet(
    name="产业基金出资",
    title="绵阳市2022年产业基金出资情况表（示例）",
    above={1: "单位：亿元"},
    headers=(
        "序号",
        "项目编号",
        "项目名称",
        "建设地点",
        "协议投资额",
        "项目基金规模",
        "本轮融资额",
        "产业基金出资额",
        "例外已批准",
        "备注",
    ),
    rows=(
        (1, "MY2022-101", "示例动力电池项目", "绵阳市高新区", 120, 10, 16, 4, "否", None),
        (2, "MY2022-102", "示例新型显示项目", "绵阳市经开区", 60, 8, 8, 4, "否", None),
        (3, "MY2022-104", "示例特种钢材项目", "绵阳市江油市", 80, 8, 12, D("4.5"), "否", None),
        (
            4,
            "MY2022-105",
            "示例激光装备项目",
            "绵阳市游仙区",
            52,
            "60,000万元",
            9,
            "3.6亿元",
            "是",
            "经市政府专题会议批准",
        ),
        (5, "MY2022-106", "示例汽车零部件项目", "绵阳市安州区", D("49.99"), "待定", 5, 2, "否", None),
    ),
    total={8: D("18.1")},
    below=({1: "制表人：陈某某", 6: "审核人：周某某"},),
)

SHARING = Sheet(
    name="扶持资金分担",
    title="绵阳市2022年制造业项目扶持资金分担表（示例）",
    above={1: "填报单位：示例投资促进局"},
    headers=(
        "序号",
        "项目编号",
        "项目名称",
        "建设地点",
        "承接地类型",
        "行业门类",
        "协议投资额（亿元）",
        "签约日期",
        "开工日期",
        "应兑现扶持资金（元）",
        "市本级承担（元）",
        "承接地承担（元）",
        "备注",
    ),
    rows=(
        (1, "MY2022-201", "示例储能电池项目", "绵阳市涪城区", "市辖区", "制造业", 120)
        + (date(2022, 2, 10), date(2022, 5, 20), "1,000,000.01", 300000, D("700000.01"), None),
        (2, "MY2022-202", "示例柔性显示项目", "绵阳市高新区", "市属园区", "制造业", 150)
        + (date(2022, 1, 6), date(2022, 3, 15), 2000000, 1400000, 600000, None),
        (3, "MY2022-203", "示例光电子项目", "绵阳市游仙区", "市辖区园区", "制造业", 100)
        + (date(2022, 3, 9), date(2022, 6, 22), 500000, 150000, 350000, None),
        (4, "MY2022-204", "示例轨道装备项目", "绵阳市安州区", "市辖区", "制造业", D("99.99"))
        + (date(2022, 4, 1), date(2022, 7, 8), 800000, 240000, 560000, None),
        (5, "MY2022-205", "示例钒钛材料项目", "绵阳市江油市", "县域园区", "制造业", 130)
        + (date(2022, 2, 22), date(2022, 5, 5), 600000, 180000, 420000, None),
        (6, "MY2022-206", "示例商贸物流项目", "绵阳市涪城区", "市辖区", "批发和零售业", 110)
        + (date(2022, 5, 17), date(2022, 9, 2), 400000, 120000, 280000, None),
        (7, "MY2022-207", "示例硅基材料项目", "绵阳市三台县", "待定", "制造业", 105)
        + (date(2022, 6, 13), date(2022, 10, 20), 300000, 90000, 210000, "承接地待明确"),
    ),
    total={10: D("5600000.01"), 11: D(2480000), 12: D("3120000.01")},
    below=(
        {1: "说明：金额以元为单位，保留两位小数。"},
        {1: "制表人：陈某某", 6: "审核人：周某某", 10: "填报日期：2022年12月30日"},
    ),
)

SHEETS = (REFERRAL, MAJOR, RANKING, FUND, SHARING)


def workbook() -> bytes:
    """The workbook, the same bytes in each run of one Python."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in SHEETS:
        _fill(book.create_sheet(sheet.name), sheet)
    written = io.BytesIO()
    book.save(written)
    return settled(written.getvalue())


def referral_csv() -> bytes:
    """The first sheet as a spreadsheet program in Chinese saves it: GB18030, merged cells written out."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([shown(value) for value in line] for line in _lines(REFERRAL))
    return text.getvalue().encode("gb18030")


def _fill(page: Worksheet, sheet: Sheet) -> None:
    head, last = 3, 4 + len(sheet.rows)
    line_around = Side(style="thin")
    thin = Border(left=line_around, right=line_around, top=line_around, bottom=line_around)
    for row, line in enumerate(_lines(sheet), 1):
        for column, value in enumerate(line, 1):
            cell = page.cell(row, column)
            cell.value = value
            if isinstance(value, date):
                cell.number_format = "yyyy/m/d"
            if head <= row <= last:
                cell.border = thin
                cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
            if row in (1, head, last):
                cell.font = Font(bold=True, size=16 if row == 1 else 11)
    page.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(sheet.headers))
    page["A1"].alignment = Alignment(horizontal="center")
    for first, end, columns in sheet.merged:
        for column in columns:
            page.merge_cells(start_row=head + 1 + first, end_row=head + 1 + end, start_column=column, end_column=column)
    for column, header in enumerate(sheet.headers, 1):
        page.column_dimensions[get_column_letter(column)].width = max(8, min(24, 2 * len(header) + 4))
    page.freeze_panes = f"A{head + 1}"


def _lines(sheet: Sheet) -> list[Sequence[Value]]:
    """Title, corner note, header, claims, total, signatures."""

    def line(texts: Mapping[int, Value]) -> Sequence[Value]:
        return [texts.get(column) for column in range(1, len(sheet.headers) + 1)]

    total: dict[int, Value] = {1: "合计", **sheet.total}
    return [line({1: sheet.title}), line(sheet.above), sheet.headers, *sheet.rows, line(total), *map(line, sheet.below)]


SUPPORT: Mapping[str, Sequence[Any]] = {
    "项目名称": (
        *("示例储能电池项目", "示例柔性显示项目", "示例光电子项目", "示例轨道装备项目", "示例钒钛材料项目"),
        *(
            "示例锂盐项目",
            "示例半导体项目",
            "示例风电项目",
            "示例氢燃料项目",
            "示例储能　电池项目",
            "示例商用车项目",
            "合计",
        ),
    ),
    "承接地类型": (
        *("市辖区", "市属园区", "市辖区园区", "市辖区", "县域园区", "市辖区"),
        *("市辖区", "市辖区", "市辖区", "市辖区", "市辖区", None),
    ),
    "行业代码": ("C3841", "C3974", "C39", "C37", "C31", "C26", "C3972", "C3415", "C38", "C3841", "C3612", None),
    "协议投资额（亿元）": (150.0, 120.5, 100.0, 99.99, 130.0, 110.0, 105.0, 101.3, 102.0, 150.0, float("nan"), None),
    "应兑现扶持资金（元）": (
        *(D("1000000.01"), D(2000000), D(500000), D(800000), D(600000), D(1000000)),
        *(D("333333.33"), D(400000), D(700000), D("1000000.01"), D(900000), D("9233333.35")),
    ),
    "市本级承担（元）": (
        *(D(300000), D(1400000), D(0), D(240000), D(180000), D(500000)),
        *(D(100000), D(12), None, D(300000), D(270000), None),
    ),
    "承接地承担（元）": (
        *(D("700000.01"), D(600000), D(0), D(560000), D(420000), D(500000)),
        *(D("233333.33"), D(28), D(490000), D("700000.01"), D(630000), None),
    ),
    "签约日期": (*(date(2022, 3, day) for day in range(1, 12)), None),
}

ENGLISH = """
Referral rewards claimed in Mianyang, 2022 (example)
No. | Project name | Project id | Place | Agreed investment (100 million yuan) | Actual investment (million yuan) | Day of signing | Day of construction start | Referrer | Kind of referrer | Introduced and brought about | Already paid for this project (yuan) | Amount claimed (10,000 yuan)
1 | Example avionics | MY-E01 | 四川省绵阳市 | 6 | 120 | 2022-03-01 | 2022-06-01 | Example Chamber | association | yes | 0 | 30
2 | Example radar | MY-E02 | 四川省绵阳市 | 4.2 | 80 | 2022-03-08 | 2022-06-08 | A. Example | individual | Y | 0 | 12
3 | Example radio | MY-E03 | 四川省绵阳市 | 7 | 200 | 2022-03-15 | 2022-06-15 | Example Ltd | enterprise | no | 0 | 10
4 | Example sensors | MY-E04 | 四川省绵阳市 | 5 | 90 | 2022-03-22 | not yet | Example Chamber | association | yes | 0 | 10
5 | Example robots | MY-E05 | 四川省绵阳市 | 5 | 90 | 2022-03-29 | unknown | Example Chamber | association | yes | 0 | 10
6 | Example lasers | MY-E06 | 四川省绵阳市 | 12 | 450 | 2022-04-05 | 2022-07-06 | Example Chamber | association | TRUE | '100,000 | 25
Total | | | | | | | | | | | | 97
"""


def support() -> bytes:
    """Cost sharing as a data base gives it out: columns with types."""
    import pyarrow as pa
    from pyarrow import parquet

    kinds = {"协议": pa.float64(), "应兑": pa.decimal128(18, 2), "市本": pa.decimal128(18, 2)}
    kinds |= {"承接地承": pa.decimal128(18, 2), "签约": pa.date32()}
    columns = {
        name: pa.array(values, next((kind for head, kind in kinds.items() if name.startswith(head)), None))
        for name, values in SUPPORT.items()
    }
    written = io.BytesIO()
    parquet.write_table(pa.table(columns), written)
    return written.getvalue()


def files() -> dict[str, bytes]:
    """The files by name."""
    return {WORKBOOK: workbook(), CSV: referral_csv(), ENGLISH_CSV: csv_text(ENGLISH).encode(), PARQUET: support()}
