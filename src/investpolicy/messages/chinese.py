"""The messages in Chinese (提示信息): each English form beside its Chinese one.

``{name}`` stands for a value that is shown as it is, ``'{name}'`` for one in quotation marks, which are “” in Chinese.
The name of a placeholder says what is done with its value besides: see :mod:`investpolicy.messages.translating`.
An English form is the whole of a ``what`` or of an ``instead``; the two stand in tables of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

# --- words --------------------------------------------------------------------------------------------------------

CLOSED: Final[Mapping[str, Mapping[str, str]]] = {
    "kind": {
        "money": "金额",
        "yuan": "以元表示的金额",
        "unit of money": "金额单位",
        "foreign amount": "外币金额",
        "ratio": "比例",
        "number": "数字",
        "points": "分值",
        "day": "日期",
        "shares": "分担比例",
    },
    "thing": {
        "answer": "答案",
        "backend": "数据框库",
        "column": "列",
        "fact": "字段",
        "field": "字段",
        "file": "文件",
        "format": "格式",
        "group": "组别",
        "item": "事项",
        "language": "语言",
        "part": "事项",
        "policy": "政策",
        "provision": "条款",
        "question": "问题",
        "reason": "事由",
        "rule": "规则",
        "schema": "数据格式",
        "sheet": "工作表",
        "step": "步骤",
        "term": "参数",
        "unit": "单位",
    },
    "outcome": {
        "award": "奖励",
        "check": "核查",
        "deadline": "期限",
        "score": "得分",
        "split": "分担",
        "standings": "名次",
        "totals": "汇总",
    },
    "held": {"lists": "列表", "records": "记录", "bytes": "字节"},
}
"""Words of the library that a placeholder of this name stands for, and no others."""

QUOTED: Final = r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\""""
"""A text in quotation marks, as Python writes it."""

_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}|not yet"
SHAPES: Final[Mapping[str, str]] = {
    "day": _DAY,
    "second_day": _DAY,
    "month": "[0-9]{4}-[0-9]{2}",
    "examples": f"(?:{QUOTED})(?: or (?:{QUOTED}))*",
    "limit": "[0-9]+",
    "points": r"\S+",
    "fact": r"[^\s:]+",
    "other_fact": r"[^\s:]+",
    "library": r"[\w.-]*",
    "type": r"\w+",
    "row_place": ".*[!: ][0-9]+",
    "stages": "[\u4e00-\u9fff]+(?:、[\u4e00-\u9fff]+)*",
}
"""What a placeholder of this name looks like (a regular expression), so that no message is read in two ways."""

SAID: Final[Mapping[str, str]] = {
    "not yet": "尚未发生",
    "unknown": "未知",
    "given": "已填",
    "none": "无",
    "the item": "该事项",
    "true": "是",
    "false": "否",
    "inf": "无穷大",
    "-inf": "负无穷大",
    "Infinity": "无穷大",
    "-Infinity": "负无穷大",
    "list": "列表",
    "dict": "记录",
    "tuple": "列表",
    "bytes": "字节",
    "int": "整数",
    "float": "浮点数",
    "str": "文本",
    "bool": "是否值",
    "NoneType": "空值",
    "completion": "完成率",
    "growth": "增幅",
    "it declares a document type": "声明了文档类型",
    "list index out of range": "引用了不存在的内容",
    "No such file or directory": "没有这个文件或文件夹",
    "Permission denied": "没有权限",
    "Is a directory": "是文件夹",
    "Not a directory": "不是文件夹",
    "Input/output error": "读写出错",
    "Invalid argument": "参数无效",
    "Too many levels of symbolic links": "链接层数过多",
    "File name too long": "名称过长",
    "Read-only file system": "磁盘为只读",
    "Device or resource busy": "设备或文件正被占用",
}
"""Values that are words of the library, of Python or of the system, where a placeholder may be anything."""

# --- what was found -----------------------------------------------------------------------------------------------

_VALUES = {
    "{kind} '{found}' is empty": "{kind}“{found}”是空的",
    "{kind} '{found}' has {length} characters, more than {most}": "{kind}“{found}”有 {length} 个字符，超过 {most} 个",
    "{kind} '{found}' is too long to write": "{kind}“{found}”太长，无法写出",
    "{kind} '{found}' can not be written out": "{kind}“{found}”无法写出",
    "{kind} '{found}' has digits other than 0 to 9": "{kind}“{found}”中有 0 至 9 以外的数字符号",
    "{kind} '{found}' is not a number": "{kind}“{found}”不是数字",
    "{kind} '{found}' has more than {limit} digits": "{kind}“{found}”的数字超过 {limit} 位",
    "{kind} '{found}' has more than {limit} decimals": "{kind}“{found}”的小数超过 {limit} 位",
    "{kind} '{found}' has more than four decimals": "{kind}“{found}”的小数超过四位",
    "{kind} '{found}' has an exponent": "{kind}“{found}”用了科学计数法",
    "{kind} '{found}' has commas that do not part groups of three digits": "{kind}“{found}”中的逗号不是千分位",
    "{kind} '{found}' has a decimal point without digits on both sides": "{kind}“{found}”的小数点两边没有都写数字",
    "{kind} '{found}' is of type {type}": "{kind}“{found}”的类型是 {type}",
    # amounts
    "{kind} '{found}' has no unit": "{kind}“{found}”没有单位",
    "{kind} '{found}' has no number in digits": "{kind}“{found}”中没有数字",
    "{kind} '{found}' is not an amount of money": "{kind}“{found}”不是可以读取的金额",
    "{kind} '{found}' is not a whole number of 分": "{kind}“{found}”不是整数分",
    "{kind} '{found}' is beyond ±10^14 yuan (100万亿元)": "{kind}“{found}”超出正负 100 万亿元的范围",
    "{kind} '{found}' has units that do not descend from 亿 over 万 to 元, 角, 分": (
        "{kind}“{found}”的单位没有从大到小按亿、万、元、角、分排列"
    ),
    "{kind} '{found}' has decimals before its last unit": "{kind}“{found}”在最后一个单位之前有小数",
    "{kind} '{found}' has a part that is as large as the unit before it": (
        "{kind}“{found}”中有一部分不小于它前面的单位"
    ),
    "{kind} '{found}' is not in renminbi but in '{currency}'": "{kind}“{found}”不是人民币，而是“{currency}”",
    "{kind} '{found}' does not exist": "没有“{found}”这个{kind}",
    # foreign amounts
    "{kind} '{found}' is not an amount with its currency": "{kind}“{found}”不是带币种的金额",
    "{kind} '{found}' is not an amount in a known currency": "{kind}“{found}”不是可识别币种的金额",
    "{kind} '{found}' is in the unknown currency '{currency}'": "{kind}“{found}”的币种“{currency}”不能识别",
    "{kind} '{found}' is in renminbi": "{kind}“{found}”是人民币",
    "{kind} '{found}' names two currencies": "{kind}“{found}”写了两个币种",
    "{kind} '{found}' names no currency": "{kind}“{found}”没有写币种",
    "{kind} '{found}' is beyond 10^14 units": "{kind}“{found}”超出 100 万亿的范围",
    # ratios, points
    "{kind} '{found}' is not a ratio": "{kind}“{found}”不是可以读取的比例",
    "{kind} '{found}' could be per cent or per mille": "{kind}“{found}”可能是百分比，也可能是千分比",
    "{kind} '{found}' has a zero denominator": "{kind}“{found}”的分母是零",
    "{kind} '{found}' has a numerator or denominator above 10^18": "{kind}“{found}”的分子或分母超过 10 的 18 次方",
    "{kind} '{found}' is not a number of points": "{kind}“{found}”不是可以读取的分值",
    "{kind} '{found}' is beyond ±10^9 points": "{kind}“{found}”超出正负 10 亿分的范围",
    # days
    "{kind} '{found}' is not a day with its year first": "{kind}“{found}”不是年份在前的日期",
    "{kind} '{found}' is a month without a day": "{kind}“{found}”只写到月，没有日",
    "{kind} '{found}' does not exist in the calendar": "{kind}“{found}”在日历中不存在",
    "{kind} '{found}' has a year outside 1900 to 2200": "{kind}“{found}”的年份不在 1900 至 2200 年之间",
    "{kind} '{found}' has a time": "{kind}“{found}”带有时刻",
    # what a fact takes
    "'{found}' is not one of the known": "“{found}”不在可选范围内",
    "'{found}' is no whole number": "“{found}”不是整数",
    "'{found}' is no count": "“{found}”不是个数",
    "count {found} is out of range": "个数 {found} 超出范围",
    "'{found}' is no month": "“{found}”不是月份",
    "'{found}' is no time of day": "“{found}”不是时刻",
    "'{found}' is no time of day in Asia/Shanghai": "“{found}”不是北京时间的时刻",
    "{found} is no day of an event": "{found} 不是事件发生的日期",
    "'{found}' is no yes or no": "“{found}”既不是“是”也不是“否”",
    "'{found}' is no list": "“{found}”不是列表",
    "'{found}' is no set of named fields": "“{found}”不是一组字段",
    "'{found}' is no text": "“{found}”不是文本",
    "{found} is no calendar year": "{found} 不是年份",
    "a rate can not be made from {type} '{found}'": "汇率不能写成 {type} 类型的“{found}”",
    "{message}, found '{found}'": "“{found}”不能作为这一项的值（{message}）",
    "rate {rate} is not above zero": "汇率 {rate} 不大于零",
}

_CELLS = {
    "'{found}' has no unit": "“{found}”没有单位",
    "'{found}' is in {unit}, not in renminbi": "“{found}”的单位是{unit}，不是人民币",
    "'{found}' is no amount of money": "“{found}”不是金额",
    "'{found}' is a month without a day": "“{found}”只写到月，没有日",
    "'{found}' is a year without month and day": "“{found}”只有年份，没有月和日",
    "'{found}' is a month that does not exist, or outside 1900 to 2200": (
        "“{found}”不是存在的月份，或者不在 1900 至 2200 年之间"
    ),
    "the number {found} may be January or October, and has no day": (
        "数字 {found} 可能是 1 月，也可能是 10 月，而且没有日"
    ),
    "'{found}' is no day": "“{found}”不是日期",
    "'{found}' is neither yes nor no": "“{found}”既不是“是”也不是“否”",
    "'{found}' is no whole number from 0": "“{found}”不是零或正整数",
    "'{found}' is no number of points": "“{found}”不是分值",
    "'{found}' may be a number or a percentage": "“{found}”可能是小数，也可能是百分数",
    "'{found}' is no share": "“{found}”不是比例",
    "'{found}' is no stage of a project": "“{found}”不是项目阶段",
    "the cell holds the error {error}": "单元格是错误值 {error}",
    "the cell holds {length} characters, more than {most}": "单元格有 {length} 个字符，超过 {most} 个",
    "the formula has no result": "公式没有计算结果",
    "the number has more than 15 digits, of which a spreadsheet keeps 15": "数字超过 15 位，电子表格只保留 15 位",
    "the number {number} is shown as another number by its format": "数字 {number} 按单元格格式显示为另一个数",
    "the number {number} is formatted as a time of day": "数字 {number} 的单元格格式是时间",
    "the number {number} is formatted as a date, but is none": "数字 {number} 的单元格格式是日期，但它不是日期",
    "the date is 28 February 1900, or the 29th, which that year did not have": (
        "日期是 1900 年 2 月 28 日，或者当年并不存在的 29 日"
    ),
    "the number has more than 15 digits, of which a float keeps 15": "数字超过 15 位，浮点数只保留 15 位",
    "the number {number} is a 32-bit float, which keeps 7 digits": "数字 {number} 是 32 位浮点数，只保留 7 位",
    "the number is {value}": "数字是{value}",
    "the value is a time of day": "值是时刻",
    "the value is a {type}": "值是{type}",
}

_FILES = {
    "no file is named": "没有指定文件",
    "the file does not exist": "文件不存在",
    "this is a folder": "这是文件夹",
    "the file can not be read ({cause})": "文件无法读取（{cause}）",
    "the folder can not be read ({cause})": "文件夹无法读取（{cause}）",
    "the folder holds no claims file": "文件夹中没有申报文件",
    "the folder has more than {most} files": "文件夹中的文件超过 {most} 个",
    "the file is the same as {other}: it is read once": "文件与 {other} 内容相同，只读取一次",
    "no claims file by its name": "从名称看不是申报文件",
    "the file is empty": "文件是空的",
    "the file has a header and no claims": "文件只有表头，没有申报",
    "no header row: no row has two known column names": "没有表头：没有一行含有两个可识别的列名",
    "no header row: none of the first {rows} rows has two known column names; the file begins with '{text}'": (
        "没有表头：前 {rows} 行中没有一行含有两个可识别的列名；文件开头是“{text}”"
    ),
    "the file has {size} bytes, more than {most}": "文件有 {size} 字节，超过 {most} 字节",
    "the file has more than {most} bytes": "文件超过 {most} 字节",
    "the file has {number} rows, more than {most}": "文件有 {number} 行，超过 {most} 行",
    "the file has more than {most} rows": "文件超过 {most} 行",
    "the file has {number} columns, more than {most}": "文件有 {number} 列，超过 {most} 列",
    "the file has no rows": "文件没有数据行",
    "the file unpacks to {size} bytes, more than {most}": "文件解压后有 {size} 字节，超过 {most} 字节",
    # what it is
    "the file is a web page, whatever its name says": "文件实际上是网页，与名称不符",
    "the file is a workbook, whatever its name says": "文件实际上是工作簿，与名称不符",
    "the file is no Parquet file, whatever its name says": "文件不是 Parquet 文件，与名称不符",
    "the file is a PDF document": "文件是 PDF 文档",
    "the file is text and no workbook": "文件是文本，不是工作簿",
    "the file is an Office file, but no workbook": "文件是 Office 文件，但不是工作簿",
    "the file is an archive, but no Excel workbook with sheets": "文件是压缩包，但不是带工作表的 Excel 工作簿",
    "the Parquet file is damaged ({cause})": "Parquet 文件已损坏（{cause}）",
    # CSV
    "the file is no text, or UTF-16 without its mark": "文件不是文本，或者是没有标记的 UTF-16",
    "the text is neither UTF-8 nor GB18030": "文本既不是 UTF-8 也不是 GB18030",
    "the text is UTF-16, as its first bytes say, but broken": "文本的开头标明是 UTF-16，但内容已损坏",
    "in the row that begins here a quotation mark is not closed": "从这里开始的一行中，引号没有闭合",
    "in the row that begins here text stands behind a closing quotation mark": "从这里开始的一行中，后引号之后还有文字",
    "the row has {number} values, more than {most}": "这一行有 {number} 个值，超过 {most} 个",
    "the row has {number} values under {width} headers": "这一行有 {number} 个值，而表头只有 {width} 列",
    # workbooks
    "the workbook has a password": "工作簿有密码",
    "the workbook is in the binary form .xlsb": "工作簿是二进制格式 .xlsb",
    "the workbook is in the form Strict Open XML": "工作簿是 Strict Open XML 格式",
    "the workbook is in the form XML Spreadsheet 2003": "工作簿是 XML 电子表格 2003 格式",
    "the workbook is in a form older than Excel 97": "工作簿的格式早于 Excel 97",
    "the workbook has {number} parts, more than {most}": "工作簿有 {number} 个部件，超过 {most} 个",
    "the workbook has {number} sheets, more than {most}": "工作簿有 {number} 个工作表，超过 {most} 个",
    "the workbook unpacks to {size} bytes, more than {most}": "工作簿解压后有 {size} 字节，超过 {most} 字节",
    "the sheet has more than {most} merged areas": "工作表的合并区域超过 {most} 个",
    "a value stands beyond column {column}": "有值写在 {column} 列之后",
    "a value stands beyond row {row}": "有值写在第 {row} 行之后",
    "the workbook is damaged": "工作簿已损坏",
    "the workbook is damaged: it is cut off or not whole": "工作簿已损坏：内容被截断或不完整",
    "the workbook is damaged: a part can not be unpacked": "工作簿已损坏：有部件无法解压",
    "the workbook is damaged: a part is not what it should be ({cause})": "工作簿已损坏：有部件的内容不正确（{cause}）",
    "the workbook is damaged: a value stands beyond column {column}": "工作簿已损坏：有值写在 {column} 列之后",
    "the workbook is damaged: the cell stands there twice": "工作簿已损坏：同一单元格出现两次",
    "the workbook is damaged: the row stands there twice": "工作簿已损坏：同一行出现两次",
    "the workbook is damaged: the row stands behind row {row}": "工作簿已损坏：这一行排在第 {row} 行之后",
    "the workbook is damaged: the sheet is listed, but its part is missing": (
        "工作簿已损坏：目录中有这个工作表，但缺少它的内容"
    ),
    # data frames
    "{type} is no claims file and no frame": "{type} 既不是申报文件，也不是数据框",
    "the frame can not be read ({cause})": "数据框无法读取（{cause}）",
    "the frame has no rows": "数据框没有数据行",
    "the column holds {held}": "这一列的值是{held}",
    # libraries
    "a frame is read with narwhals, which is not installed": "读取数据框需要 narwhals，尚未安装",
    "a workbook is read with openpyxl, which is not installed": "读取工作簿需要 openpyxl，尚未安装",
    "an old workbook (.xls) is read with xlrd, which is not installed": "读取旧版工作簿（.xls）需要 xlrd，尚未安装",
    "Parquet is read with Polars or PyArrow, of which none is installed": (
        "读取 Parquet 需要 Polars 或 PyArrow，均未安装"
    ),
    "a workbook is written with openpyxl, which is not installed": "写出工作簿需要 openpyxl，尚未安装",
    "no library for frames is installed": "没有安装数据框库",
    "{library} is not installed": "{library} 尚未安装",
}

_TABLES = {
    "nothing could be judged": "没有可以判定的申报",
    "there is no column for the claim under {provision}": "“{provision}”没有申报数的列",
    "columns {column} ({header}) and {second} ({other}) hold the same fact": (
        "{column} 列（{header}）与 {second} 列（{other}）是同一个字段"
    ),
    "its columns fit several provisions: {names}": "各列符合多个条款：{names}",
    "the row names no provision": "这一行没有写条款",
    "the claim {amount} is below zero": "申报数 {amount} 小于零",
    "the stage {stage} and {fact} {value} contradict each other": "阶段“{stage}”与{fact}（{value}）互相矛盾",
    "{fact} {value} contradicts the other days of the row": "{fact}（{value}）与这一行的其他日期互相矛盾",
    "the total {total} is not the sum of its rows, {sum}": "合计 {total} 与各行之和 {sum} 不符",
    "the total {total} can not be checked: row {row} has no amount that can be read": (
        "合计 {total} 无法核对：第 {row} 行没有可以读取的金额"
    ),
    "the total {total} can not be checked: rows {names} have no amount that can be read": (
        "合计 {total} 无法核对：第 {names} 行没有可以读取的金额"
    ),
    "together they claim {total}, and the project's reward is at most {most}": (
        "各行合计申报 {total}，而该项目的奖励最多 {most}"
    ),
    "they say {value} and {other} of one project's {project_fact}": (
        "同一项目的{project_fact}写法不一：{value}、{other}"
    ),
    "{first} and {second} say {value} and {other} of one park": (
        "{first} 与 {second} 对同一园区填写不一：{value}、{other}"
    ),
    "the claim is merged over several rows": "申报数是合并单元格，跨了几行",
    "{place} says other things of a project that is listed already": "{place} 与已列出的同一项目填写不一",
    "{count} referrers claim for one project, more than {most}": "同一项目有 {count} 个引荐人申报，超过 {most} 个",
    "with {amount} paid before they claim {total}, and the project's reward is at most {most}": (
        "此前已付 {amount}，又申报 {total}，而该项目的奖励最多 {most}"
    ),
    "is not judged, since another row of the park could not be read": "未判定，因为该园区另有一行无法读取",
    "{park} stands in it already, at place {place}": "{park} 已在名单中，位置 {place}",
    "a {outcome} can not be claimed": "{outcome}不能申报",
    "an {outcome} can not be claimed": "{outcome}不能申报",
    "{claimed} is claimed as {figure}, which is {due}": "申报的{figure}是 {claimed}，而应为 {due}，两者不是同一类值",
    # names
    "{thing} '{name}' does not exist": "没有名为“{name}”的{thing}",
    "provision of {policy} '{name}' does not exist": "{policy} 中没有名为“{name}”的条款",
    "is recorded as a fact, without a rule: there is nothing to decide": "只作为事实记录，没有规则，无可判定",
}

_WRITING = {
    "the file exists": "文件已存在",
    "the folder does not exist": "文件夹不存在",
    "the folder can not be written to": "文件夹无法写入",
    "is a folder": "是文件夹",
    "is a symbolic link": "是符号链接",
    "is no regular file": "不是普通文件",
    "is one of the files that are read; it is not written over": "是读取的文件之一，不会被覆盖",
    "the disk is full": "磁盘已满",
    "the name is too long": "名称过长",
    "can not be written ({cause})": "无法写入（{cause}）",
    "the workbook can not be written again ({cause})": "工作簿无法重新写出（{cause}）",
    "the workbook can not be loaded whole ({cause}): the verdicts stand in a new workbook": (
        "工作簿不能整体载入（{cause}），结论须写在新工作簿里"
    ),
    "the workbook has more than {most} cells (painted ones too): the verdicts stand in a new workbook": (
        "工作簿有超过 {most} 个单元格（含只有格式的），结论须写在新工作簿里"
    ),
    "the workbook has no such sheet any more: it was changed after it was checked": (
        "工作簿中已没有这个工作表：核查之后文件有改动"
    ),
}

_FACTS = {
    "is missing": "缺少这一项",
    "is empty": "是空的",
    "has no name": "没有名称",
    "the reason is empty": "原因是空的",
    "'not yet' is no day to tell to": "“尚未发生”不能作为截止的日期",
    "'{name}' stands twice": "“{name}”出现两次",
    "'{field}' is given twice, by name and by label": "“{field}”填写了两次：一次用字段名，一次用中文名",
    "there is no '{field}' in {model}": "{model} 中没有“{field}”",
    "field 'kind' is missing": "缺少字段“kind”",
    "{fact} is {amount}, below zero": "{fact}为 {amount}，小于零",
    "{points} is below zero": "{points} 小于零",
    "{fact} is 0": "{fact}为 0",
    "{fact} is 尚未, no day": "{fact}为“尚未”，不是日期",
    # days in their order
    "{fact} {day} is before {other_fact} {second_day}": "{fact}（{day}）早于{other_fact}（{second_day}）",
    "{fact} {day} is after {other_fact} {second_day}": "{fact}（{day}）晚于{other_fact}（{second_day}）",
    "{day} is before {second_day}": "{day} 早于 {second_day}",
    "{day} is before the year {year}": "{day} 早于 {year} 年",
    "paid on {day}, after {second_day}, the day of the record": "兑现日期 {day} 晚于记录截至的日期 {second_day}",
    "the correction of {day} is before the receipt of {second_day}": "{day} 的补正早于 {second_day} 的收到日期",
    "办结日期 {day} is before the last receipt, {second_day}": "办结日期 {day} 早于最后一次收到日期 {second_day}",
    "the objection of {day} is before 公示日期 {second_day}": "{day} 的异议早于公示日期 {second_day}",
    "约谈日期 {day} is before the quarter, which begins on {second_day}": (
        "约谈日期 {day} 早于该季度的第一天 {second_day}"
    ),
    "{day} is not in {month}": "{day} 不在 {month} 内",
    "{month} had no progress, and progress on {day}": "{month} 没有进展，却又在 {day} 有进展",
    "{month} is written twice": "{month} 写了两次",
    "{fact} is {value} here and {other} in 项目": "{fact}在这里是 {value}，在项目中是 {other}",
    "行业代码 {code} is in section {section}, 行业门类 is {sector}": (
        "行业代码 {code} 属于门类 {section}，而填写的行业门类是 {sector}"
    ),
    # referrals, shares, funds
    "{weights} do not divide a whole": "{weights} 不能分配一个整体",
    "{place} of {number} referrers": "引荐人共 {number} 个，次序却是 {place}",
    "is given beside an amount in foreign currency": "已有外币金额，又填了人民币金额",
    "a rate and its day are given together": "汇率和汇率日期应当同时填写",
    "a rate without an amount in foreign currency": "有汇率，没有外币金额",
    "is {amount}, the arrivals listed come to {total}": "金额为 {amount}，而所列到账合计为 {total}",
    "{place} is the place of first contact too, so that the project did not move": (
        "{place} 同时是首谈地，项目并没有流转"
    ),
    "{amount} retained locally of {taxes} of taxes": "地方留成 {amount} 超过税收总额 {taxes}",
    "the year of sharing is 0": "分享年次为 0",
    "{points} beside the amount {amount}": "既填了分值 {points}，又填了金额 {amount}",
    "{shares} names no parties": "{shares} 没有写各方名称",
    # parks, targets, points, performance, personnel
    "{place} of {number} tied": "并列共 {number} 个，次序却是 {place}",
    "are listed, and {names} told too": "已列清单，又另填了 {names}",
    "{size} is told twice": "{size} 填写了两次",
    "{number} of {size} or more, {fewer} of {smaller} or more": (
        "{size} 以上有 {number} 个，而 {smaller} 以上只有 {fewer} 个"
    ),
    "{number} of {size} or more, but {all} signed in all": "{size} 以上有 {number} 个，而签约总数只有 {all} 个",
    "{total} in all, but those listed come to {sum}": "总数为 {total}，而所列各项合计为 {sum}",
    "{item} is told in {number} ways": "{item} 用 {number} 种方式填写",
    "a score of {score} is told too": "另外又填了得分 {score}",
    "is row {row} once more: {who}, {day}, {place}": "与第 {row} 行重复：{who}，{day}，{place}",
    "both {strict} (strictly_performed) and {breach} (serious_breach) are true": "{strict}与{breach}同时为“是”",
    "{name} reached {reached} of {agreed}, and {strict} (strictly_performed) is true": (
        "{name} 约定 {agreed}，实际 {reached}，而{strict}为“是”"
    ),
    "{name} due {due}, done {done}, and {strict} (strictly_performed) is true": (
        "{name} 约定 {due}，完成于 {done}，而{strict}为“是”"
    ),
    "{name} due {due}, not done on {day}, and {strict} (strictly_performed) is true": (
        "{name} 约定 {due}，到 {day} 仍未完成，而{strict}为“是”"
    ),
    "{names} are both chosen": "{names} 同时被选任",
}

WHAT: Final[Mapping[str, str]] = _VALUES | _CELLS | _FILES | _TABLES | _WRITING | _FACTS
"""What was found."""

# --- what to write instead ----------------------------------------------------------------------------------------

INSTEAD: Final[Mapping[str, str]] = {
    "write, for example, {examples}": "请写成{examples}",
    "write, for example, {examples}; known: {names}": "请写成{examples}；可用的币种有：{names}",
    "write '{text}'": "请写成“{text}”",
    "write '{text}' or '{other}'": "请写成“{text}”或“{other}”",
    "write {stages}": "请填写{stages}",
    "write one of {names}": "请从中选择：{names}",
    "write kind: one of {names}": "请写 kind，从中选择：{names}",
    "did you mean {examples}?": "是否应为{examples}？",
    "did you mean '{text}'? write one of {names}": "是否应为“{text}”？请从中选择：{names}",
    "known: {names}": "可用的有：{names}",
    # values
    "write all the digits": "请写出全部数字",
    "write all the digits: '{text}'": "请写出全部数字：“{text}”",
    "write the digits 0 to 9": "请用数字 0 至 9",
    "leave it out where it is not known": "不知道的请留空",
    "leave the value out where it is not known": "不知道的请留空",
    "check it": "请核对",
    "check its digits": "请核对数字",
    "check its unit and its digits": "请核对单位和数字",
    "check how it was computed": "请核对它是如何算出的",
    "round it": "请减少小数位数",
    "use Money": "请按人民币金额填写",
    "use ForeignAmount, with its rate and the day of the rate": "请按外币金额填写，并注明汇率和汇率日期",
    "write it in 元, 万元 or 亿元": "请用元、万元或亿元填写",
    "write the unit in the header, as in 投资额（万元）, in a corner note 单位：万元, "
    "or in the cell, as in {example}万元": (
        "请在表头写明单位，如“投资额（万元）”，或在角注写“单位：万元”，或在单元格中写成“{example}万元”"
    ),
    "write the unit in the header, as in 实际到位外资（万美元）": "请在表头写明单位，如“实际到位外资（万美元）”",
    "write the unit: {field}={value}万元": "请写明单位：{field}={value}万元",
    "write an amount, as in 52,000万元": "请填写金额，如“52,000万元”",
    "write an amount, as in 1000万美元": "请填写金额，如“1000万美元”",
    "write an amount of 0 or more": "请填写零或正的金额",
    "write 2022-06-01 or 2022年6月1日, or give the cell a date format": (
        "请写成“2022-06-01”或“2022年6月1日”，或将单元格设为日期格式"
    ),
    "write the day": "请写明日",
    "write the date again": "请重新填写日期",
    "write 是 or 否, or leave the cell blank if unknown": "请填写“是”或“否”，不知道的请留空",
    "write yes or no, 是 or 否": "请填写“是”或“否”",
    "write digits alone, as in 3": "请只写数字，如“3”",
    "write it in digits, such as 3": "请用数字填写，如“3”",
    "write a number, as in 92.5": "请填写数字，如“92.5”",
    "write a number of 0 or more": "请填写零或正数",
    "write a whole number": "请填写整数",
    "write a whole number from 0 to {most}": "请填写 0 至 {most} 的整数",
    "write 3": "请写成“3”这样的整数",
    "write 1 to {most}": "请填写 1 至 {most}",
    "write a share, as in 30%": "请填写比例，如“30%”",
    "write {number}% or （%） in the header": "请写成“{number}%”，或在表头注明“（%）”",
    "write it in quotes": "请放在引号内",
    "write a list, such as [a, b]": "请写成列表，如 [a, b]",
    "write a mapping of its fields": "请逐个写出字段",
    "write such as 2022-05": "请写成“2022-05”这样的月份",
    "write such as 2022-06-01": "请写成“2022-06-01”这样的日期",
    "write such as 17:30": "请写成“17:30”这样的时刻",
    "write the day, such as 2022-06-01": "请填写日期，如“2022-06-01”",
    "write a day such as 2016-06-30": "请填写日期，如“2016-06-30”",
    "write a day such as 2022-06-30": "请填写日期，如“2022-06-30”",
    "write such as '飞出地 4 : 飞入地 6'": "请写成“飞出地 4 : 飞入地 6”这样的比例",
    "write the year with four digits": "请用四位数字填写年份",
    "write the yuan for one unit of the currency": "请填写一单位外币合多少元",
    "write the yuan for one unit of the currency as text: '6.80'": "请以文本填写一单位外币合多少元：“6.80”",
    "write whole numbers from 0 to 10000, such as (1, 1)": "请填写 0 至 10000 的整数，如 (1, 1)",
    # cells
    "mend its formula or write the value": "请修正公式，或直接填写数值",
    "shorten it": "请缩短",
    "write it as text (format the cell as text first)": "请以文本填写（先将单元格设为文本格式）",
    "format the cell as a number or a date": "请将单元格设为数值或日期格式",
    "format the cell as a plain number, in the header's unit": "请将单元格设为普通数值格式，并按表头的单位填写",
    "open it in a spreadsheet program and save it again as .xlsx, or write the value": (
        "请用电子表格软件打开并重新另存为 .xlsx，或直接填写数值"
    ),
    "open it in a spreadsheet program and save it as .xlsx, or write the value": (
        "请用电子表格软件打开并另存为 .xlsx，或直接填写数值"
    ),
    "give a text, a number, a day, yes or no": "请给出文本、数字、日期或是否",
    "give the column as integers, decimals or text": "请将该列改为整数、定点小数或文本",
    "give the column as decimals or 64-bit floats, from its source": "请从数据源将该列改为定点小数或 64 位浮点数",
    # files
    "check its name and folder": "请核对文件名和文件夹",
    "check what it is": "请核对它是什么文件",
    "check who may read it": "请核对读取权限",
    "name a file in it": "请指定其中的文件",
    "name a claims file or a folder": "请指定申报文件或文件夹",
    "name one that holds {names}": "请指定含有 {names} 文件的文件夹",
    "name the folder or the files with the claims": "请指定申报文件所在的文件夹，或逐个指定文件",
    "name one of the two": "请只指定其中一个",
    "give a file with claims": "请提供有申报的文件",
    "give a file with a header row and claims": "请提供有表头和申报的文件",
    "get the file again from who sent it": "请向报送单位重新索取文件",
    "ask its sender for the table as .xlsx or .csv": "请向报送单位索取 .xlsx 或 .csv 格式的表格",
    "give it a name that ends in .xls": "请将扩展名改为 .xls",
    "give it a name that ends in .xlsx": "请将扩展名改为 .xlsx",
    "give it the name of what it is, such as .csv": "请按实际格式改扩展名，如 .csv",
    "save it as .xlsx": "请另存为 .xlsx",
    "save it as .xlsx (Excel Workbook)": "请另存为 .xlsx（Excel 工作簿）",
    "save it as .xlsx, or give it a name that ends in .csv": "请另存为 .xlsx，或将扩展名改为 .csv",
    "save it as CSV UTF-8": "请另存为“CSV UTF-8”",
    "save it without a password": "请取消密码后保存",
    "save the table as .xlsx": "请将表格另存为 .xlsx",
    "open it and save it as .xlsx": "请打开后另存为 .xlsx",
    "open it in a spreadsheet program and save it as .xlsx": "请用电子表格软件打开并另存为 .xlsx",
    "open it in a spreadsheet program and save it again as .xlsx": "请用电子表格软件打开并重新另存为 .xlsx",
    "split it": "请拆分",
    "split it, or remove what is no claim": "请拆分，或删去与申报无关的内容",
    "split the sheet": "请拆分工作表",
    "split the table": "请拆分表格",
    "remove what is no claim": "请删去与申报无关的内容",
    "keep the table within columns A to {column}": "请将表格放在 A 至 {column} 列之内",
    "keep those of the claims": "请只保留申报的列",
    'put a value in one pair of marks and double those inside, as in "a ""b"" c"': (
        '请用一对引号括住整个值，值内的引号写成两个，如 "a ""b"" c"'
    ),
    'put a value that contains the separator in quotation marks, as in "52,000"': (
        '含有分隔符的值请用引号括住，如 "52,000"'
    ),
    'pip install "investpolicy[cli]", or save the table as .csv': (
        '请运行 pip install "investpolicy[cli]"，或将表格另存为 .csv'
    ),
    'pip install "investpolicy[cli]", or save the workbook as .xlsx': (
        '请运行 pip install "investpolicy[cli]"，或将工作簿另存为 .xlsx'
    ),
    'pip install "investpolicy[frames]", or give the path of a file': (
        '请运行 pip install "investpolicy[frames]"，或给出文件路径'
    ),
    'pip install "investpolicy[polars]", or save the table as .csv': (
        '请运行 pip install "investpolicy[polars]"，或将表格另存为 .csv'
    ),
    'pip install "investpolicy[excel]", or write --format csv': (
        '请运行 pip install "investpolicy[excel]"，或使用 --format csv'
    ),
    'pip install "investpolicy[{extra}]"': '请运行 pip install "investpolicy[{extra}]"',
    "give a path, or a data frame": "请给出文件路径或数据框",
    "give each column one name and one kind of value": "请让每列只有一个名称、一种类型的值",
    "give one claim a row": "请每行填写一项申报",
    "leave it out, or give one value a row": "请删去该列，或每行只给一个值",
    # tables
    "write one claim a row below the header": "请在表头下每行填写一项申报",
    "write the column names in one row above the claims": "请在申报上方用一行写列名",
    "write the column names in one row above the claims, such as 项目名称 and 申报金额": (
        "请在申报上方用一行写列名，如“项目名称”和“申报金额”"
    ),
    "name it {names}, or say which one it is: --map 列名={example}": (
        "请将该列命名为{names}，或用 --map 列名={example} 指明"
    ),
    "keep one of the two, or rename the other": "请保留其一，或将另一列改名",
    "name the sheet or the file after the provision, add a column 条款, or say --provision": (
        "请以条款命名工作表或文件，或增加“条款”列，或用 --provision 指明"
    ),
    "write one in the column 条款": "请在“条款”列填写",
    "correct it or check the rows": "请更正合计，或核对各行",
    "write the amounts, or remove the total": "请填写金额，或删去合计",
    "check what was paid already, and who shares": "请核对此前已付金额和分享奖励的各方",
    "give different projects different names or numbers, or correct one": (
        "不同项目请用不同的名称或编号，同一项目请更正"
    ),
    "write in each row what it claims": "请在各行分别填写申报数",
    "give different projects different names, or correct one": "不同项目请用不同的名称，同一项目请更正",
    "check that each project has a name of its own": "请核对每个项目是否有自己的名称",
    "write the same in both": "请在两处填写一致",
    "mend {row_place}": "请更正 {row_place}",
    "give each park once": "每个园区请只填写一次",
    "claim under another provision": "请按其他条款申报",
    "claim a value of the same kind": "请填写同一类的值",
    "investpolicy show {policy} {provision} says what it is": "可用 investpolicy show {policy} {provision} 查看",
    # writing
    "say --force to replace it, or name another file": "如需覆盖请加 --force，或另指定文件",
    "make it first, or name another": "请先建立，或另指定文件夹",
    "check who may write there, or name another": "请核对写入权限，或另指定文件夹",
    "name the file itself": "请指定文件本身",
    "name another file": "请另指定文件",
    "make room, or name a file on another disk": "请腾出空间，或指定其他磁盘上的文件",
    "write a shorter one": "请缩短名称",
    "write the report to a .csv file": "请将报告写到 .csv 文件",
    "write them to a file whose name ends in .xlsx": "请写到扩展名为 .xlsx 的文件",
    "check it again": "请重新核查",
    # facts
    "write it": "请填写",
    "write one": "请填写",
    "write both": "请两项都填",
    "write at least one": "请至少填写一项",
    "leave it out": "请删去",
    "keep one of the two": "请保留其一",
    "keep one: achieved; done and target; done_amount and target_amount": (
        "请只用一种：完成率；完成数和目标数；完成金额和目标金额"
    ),
    "correct one of the two": "请更正其一",
    "correct one of the two days": "请更正其中一个日期",
    "correct one of the two, or leave the amount out": "请更正其一，或不填金额",
    "correct one of the two, or leave the total out": "请更正其一，或不填总数",
    "at most one of the two can be; correct one": "两者最多一个为“是”，请更正其一",
    "check the two": "请核对这两项",
    "check the days": "请核对日期",
    "check the two days": "请核对这两个日期",
    "check the two dates": "请核对这两个日期",
    "check the two numbers": "请核对这两个数",
    "swap the two days, or correct one": "请对调两个日期，或更正其一",
    "sort them by day and time": "请按日期和时刻排序",
    "places are counted from 1": "名次从 1 起",
    "years are counted from 1": "年次从 1 起",
    "write points of 0 or more": "请填写零或正的分值",
    "write what is added and what is deducted as 0 or more": "加分和扣分都请填写零或正数",
    "write at most all taxes": "不得超过税收总额",
    "write a day of the year or later": "请填写该年度或以后的日期",
    "write the reason on record, or leave it out": "请填写在案的原因，或删去",
    "write the place to which it moved": "请填写流转到的地方",
    "write who it was": "请填写是谁",
    "write where it was": "请填写地点",
    "write one appointment for each": "请每次选任单独填写",
    "give the list or the numbers": "请只填清单或只填数目",
    "give the score or what earns it": "请只填得分或只填得分事项",
    "count the larger ones among the smaller too": "统计较小规模时请计入较大规模的",
}
"""What to write instead."""
