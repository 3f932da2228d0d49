"""Tables of labels, runs and scores as they are read, in all their forms, and what is said of those that are none.

The readings stand in golden/tables.txt; `AIBOARD_GOLDEN=write pytest tests/formats/test_tables.py` writes them anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

from aiboard.formats import FormatError
from aiboard.formats.labels import read_labels
from aiboard.formats.run_table import read
from aiboard.formats.table import Table, is_scores, parse_table, score
from tests.written import as_written

GOLDEN: Final = Path(__file__).parent / "golden" / "tables.txt"
TABLES: Final[dict[str, str]] = {
    "commas": "id,score,note\na,0.5,x\nb,1,y\n",
    "semicolons": "id;score\na;0,5\nb;1\n",
    "tabs and percent": "id\tscore\na\t50 %\nb\t100%\nc\t\n",
    "no header": "0.5,1\n0.25,0\n",
    "labels without a header": "yes,no\nyes,yes\nno,no\n",
    "short and empty rows": 'id,score\n\na\n"two\nlines",3\n  \nb,4,5\n',
    "repeated and nameless columns": "id,id,\na,b,1\nc,d,2\n",
    "only a header": "id,score\n",
    "nothing": " \n\n",
    "remarks alone": "# of the third run\n# nothing came\n",
    "remarks without a last newline": "# of the third run\n# nothing came",
    "remarks first": "# of the third run\n# by hand\nid,score\na,0.5\n",
    "json": '{"a": 1}',
    "an open quote": 'id,score\n"a,1\n',
    "wide labels": "item,ann,ben,text\n1,yes,no,a\n2,yes,yes,b\n3,no,,c\n4,Yes,no,d\n",
    "wide labels, called": "item,label_a,label_b,ann,ben\n1,yes,no,x,y\n2,no,no,x,y\n3,no,no,x,y\n",
    "wide labels, three": "item,a,b,c\n1,x,x,y\n2,y,x,y\n3,y,x,y\n",
    "two columns": "a,b\nx,x\ny,x\n",
    "long labels": "item,labeller,label\n1,ann,yes\n1,ben,no\n2,ann,no\n2,ben,no\n1,ann,no\n3,ann,yes\n,ben,no\n",
    "long labels, three": "item,rater,label\n1,ann,yes\n1,ben,no\n1,cleo,no\n",
    "long runs": "run,step,acc,lr,gpu_hours,budget,seed\na,2,0.6,1,3,9,7\na,1,0.5,1,2,9,7\nb,1,0.7,2,1,8,7\n,1,nan,2",
    "runs, changing numbers": "run,step,width,quality\na,1,8,0.5\na,2,8,0.6\nb,1,9,0.7\n",
    "runs, no number changes": "run,width,depth\na,8,1\nb,9,2\n",
    "wide runs": "step,one - acc,two - acc,one - acc__min,two - acc__MAX\n2,0.6,,0.5,1\n1,0.5,0.4,0.4,1\n",
    "wide runs with dates": "date,a\n2024-01-02,0.5\n2024-01-01,0.6\n",
    "no runs": "step,what\n1,x\n2,y\n",
    "words and marks": "run,ok\na,yes\nb,no\nc,n/a\nd,pass\ne,FAILED\nf,-\n",
    "many numbers": "run,a,b,c,d,e,f,g,h\nx,1,2,3,4,5,6,7,8\nx,2,3,4,5,6,7,8,9\n",
    "too large": "run,acc\na,10000000000\nb,1\n",
    "no score": "run,acc\na,0.5\nb,oops\nc,1\n",
}  # fmt: skip


def told(read_it: Callable[[], Any]) -> str:
    """What is read, or why nothing is."""
    try:
        return str(read_it())
    except FormatError as error:
        return f"refused: {error}"


def scores(table: Table) -> Iterator[str]:
    """Each column: whether it holds scores, its scores, with and without what is not finite."""
    for column, name in enumerate(table.columns):
        for finite in (True, False):
            found = [told(partial(score, table, row, column, finite)) for row in table.rows]
            yield f"  {name}: {is_scores(table, column)} {found}"


def readings() -> Iterator[str]:
    """Each table read as what it might be."""
    for name, text in TABLES.items():
        yield f"=== {name}"
        try:
            table = parse_table("log.csv", text.encode())
        except FormatError as error:
            yield f"refused: {error}"
            continue
        yield f"{table.columns} header={table.has_header}: {[(row.line, row.cells) for row in table.rows]}"
        found = [table.find(one) for one in ("score", "1", "9", "0", "x")]
        yield f"  named {table.named('nosuch', 'score', 'acc')}, found {found}"
        yield from scores(table)
        for wanted in (None, ("ann", "ben"), ("ann", "dora")):
            yield f"  labels of {wanted}: {told(partial(read_labels, table, wanted))}"
        for metric in (None, "acc", "width"):
            yield f"  runs by {metric}: {told(partial(read, table, metric))}"


def test_tables_are_read_as_they_were_written_down() -> None:
    as_written(GOLDEN, "\n".join(readings()))
