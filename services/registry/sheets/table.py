"""What stands in a file, as texts by row."""

from services.registry.events import SheetFormat
from services.registry.sheets.limits import MOST_COLUMNS, MOST_IN_ALL, MOST_IN_CELL, MOST_ROWS
from shared.errors import Malformed
from shared.eventsourcing.model import Frozen


class Line(Frozen):
    """One row: `number` is what the program it was written in shows beside it."""

    number: int
    cells: tuple[str, ...]


class Table(Frozen):
    """The lines with something in them; `encoding` is what a csv file turned out to be written in."""

    format: SheetFormat
    encoding: str
    lines: tuple[Line, ...]


FAULTS: dict[str, tuple[str, str]] = {
    "not_a_sheet": (
        "这不是可以读取的表格，请用 Excel 或 WPS 另存为 .xlsx、.xls 或 .csv 再上传。",
        "This is no spreadsheet that can be read. Save it as .xlsx, .xls or .csv and upload that.",
    ),
    "damaged": (
        "文件损坏、带密码，或展开后过大。请打开后另存为新的 .xlsx 再上传。",
        "The file is damaged, locked by a password or too large inside. Open it, save it anew as .xlsx, upload that.",
    ),
    "unknown_encoding": (
        "看不懂这个 csv 的编码，请另存为“CSV UTF-8”或 GBK。",
        "The csv file is neither UTF-8 nor GBK. Save it as “CSV UTF-8”.",
    ),
    "too_many_rows": (
        f"一次最多 {MOST_ROWS} 行，请分成几份。",
        f"At most {MOST_ROWS} rows at once. Split the file.",
    ),
    "too_many_columns": (
        f"最多 {MOST_COLUMNS} 列，请删去用不到的列。",
        f"At most {MOST_COLUMNS} columns. Delete those that are not needed.",
    ),
    "too_much_text": (
        f"一格最多 {MOST_IN_CELL} 字，整份最多 {MOST_IN_ALL} 字。请缩短过长的格，或分成几份。",
        f"At most {MOST_IN_CELL} characters in a cell and {MOST_IN_ALL} in the file. Shorten long cells, or split it.",
    ),
    "empty": ("表格里没有内容。", "There is nothing in the file."),
    "no_headings": (
        "找不到表头，请下载空白表格，按它的列名填写。",
        "No headings were found. Download the empty form and use its headings.",
    ),
    "heading_missing": (
        "缺少必填的列：{columns}。请补上这一列，或下载空白表格。",
        "A column is missing: {columns}. Add it, or use the empty form.",
    ),
    "heading_twice": (
        "有两列是同一个意思：{columns}。请只留一列。",
        "Two columns mean the same: {columns}. Keep one of them.",
    ),
}


def unreadable(fault: str, **said: str) -> Malformed:
    """The refusal of a whole file."""
    zh, en = (text.format(**said) for text in FAULTS[fault])
    return Malformed(field="file", fault=fault, reason_zh=zh, reason_en=en)
