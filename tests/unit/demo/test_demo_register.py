"""The made-up register is a file that the form for organizations takes, every row of it."""

from demo.story.register import COUNT, register
from services.registry.sheets.child import read
from services.registry.sheets.form import find_headings, read_rows
from services.registry.sheets.planning import KINDS
from services.registry.sheets.table import Table


def test_every_row_can_be_read_and_no_name_comes_twice() -> None:
    table = Table.model_validate(read(register()))
    form = KINDS["organizations"][0]
    rows = read_rows(form, table, find_headings(form, table))
    assert table.encoding == "GBK"
    assert not [row for row in rows if row.faults]
    assert len({row.row.name for row in rows if row.row}) == COUNT
