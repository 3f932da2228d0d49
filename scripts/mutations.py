"""The small faults that `scripts/mutants.py` plants: every place in a Python file where one can stand.

Left out is what changes nothing that a test could see, or what a reader would not call a fault: docstrings,
annotations, decorators, text, assertions, module-level code other than numbers by name, and comparisons whose
bound gives the same either way.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

#: Operator -> the same with the bound moved in or out, and its opposite.
_COMPARISONS: Final[dict[type[ast.cmpop], tuple[str, ...]]] = {
    ast.Lt: ("<=", ">="),
    ast.LtE: ("<", ">"),
    ast.Gt: (">=", "<="),
    ast.GtE: (">", "<"),
    ast.Eq: ("!=",),
    ast.NotEq: ("==",),
    ast.Is: ("is not",),
    ast.IsNot: ("is",),
    ast.In: ("not in",),
    ast.NotIn: ("in",),
}
_ARITHMETIC: Final[dict[type[ast.operator], tuple[str, str]]] = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "//"),
    ast.FloorDiv: ("//", "*"),
    ast.Div: ("/", "*"),
    ast.Mod: ("%", "//"),
    ast.BitAnd: ("&", "|"),
    ast.BitOr: ("|", "&"),
}
_COMPARISON: Final = re.compile(r"<=|>=|==|!=|<|>|is\s+not|is|not\s+in|in")
#: Keyword arguments whose value no outcome of the game or of a command depends on.
_NO_FAULT_KEYWORDS: Final = {"strict", "flush", "daemon", "stacklevel", "help", "metavar"}
#: From here a number is halved instead of moved by one: one part in a thousand is seldom a fault.
_LARGE: Final = 1000
_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)
#: A statement that jumps, and what stands in its place.
_JUMPS: Final[dict[type[ast.stmt], str]] = {ast.Return: "pass", ast.Continue: "break", ast.Break: "continue"}


@dataclass(frozen=True)
class Mutation:
    """A fault: bytes `start` to `end` of the file become `text`.

    `lines` are the first and last line whose tests may find it, `name` the constant whose users they are instead.
    """

    line: int
    what: str
    start: int
    end: int
    text: str
    lines: tuple[int, int]
    name: str = ""

    def applied(self, source: bytes) -> bytes:
        """The file with the fault in it."""
        return source[: self.start] + self.text.encode() + source[self.end :]


def mutations(source: bytes) -> list[Mutation]:
    """Every fault that can stand in a file, in the order of its lines."""
    return sorted(_Finder(source).found, key=lambda one: (one.line, one.start))


class _Finder:
    """Walks a file once; `lines` and `name` are where the walk stands."""

    def __init__(self, source: bytes) -> None:
        self.source = source
        self.found: list[Mutation] = []
        self.starts = [0]
        for row in source.split(b"\n"):
            self.starts.append(self.starts[-1] + len(row) + 1)
        self.lines = (0, 0)
        self.name = ""
        #: Comparisons of `a if a < b else b` and `if a < b: a = b`: equal sides give the same either way.
        self.free_bounds: set[ast.expr] = set()
        self._outside(ast.parse(source).body)

    # --- which code is looked at -------------------------------------------------------------------

    def _outside(self, body: list[ast.stmt]) -> None:
        """Statements of a module or class: functions inside, and numbers with a name of their own."""
        for statement in body:
            if isinstance(statement, _FUNCTIONS):
                self._function(statement)
            elif isinstance(statement, ast.ClassDef):
                self._outside([inner for inner in statement.body if isinstance(inner, (*_FUNCTIONS, ast.ClassDef))])
            elif isinstance(statement, (ast.Assign, ast.AnnAssign)) and isinstance(statement.value, ast.Constant):
                target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
                if isinstance(target, ast.Name) and target.id.isupper():
                    self.name = target.id
                    self._constant(statement.value)
                    self.name = ""

    def _function(self, function: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        body = function.body[1:] if ast.get_docstring(function, clean=False) is not None else function.body
        if not body:
            return
        self.lines = (body[0].lineno, function.end_lineno or body[0].lineno)
        for default in (*function.args.defaults, *function.args.kw_defaults):
            if isinstance(default, ast.Constant) and isinstance(default.value, bool):
                self._constant(default)
        self._block(body)

    def _block(self, body: list[ast.stmt]) -> None:
        for statement in body:
            self._statement(statement)

    def _statement(self, statement: ast.stmt) -> None:
        if isinstance(statement, _FUNCTIONS):
            self._function(statement)
            return
        inner = [block for name in ("body", "orelse", "finalbody") for block in getattr(statement, name, [])]
        inner += [row for handler in getattr(statement, "handlers", []) for row in handler.body]
        inner += [row for case in getattr(statement, "cases", []) for row in case.body]
        header_end = min((row.lineno for row in inner), default=(statement.end_lineno or statement.lineno) + 1) - 1
        self.lines = (statement.lineno, max(statement.lineno, header_end))
        if isinstance(statement, (ast.Assert, ast.Raise, ast.ClassDef)):
            return
        self._whole(statement)
        for field, value in ast.iter_fields(statement):
            if field in ("body", "orelse", "finalbody", "handlers", "cases", "annotation"):
                continue
            for node in value if isinstance(value, list) else [value]:
                if isinstance(node, ast.AST):
                    self._expression(node)
        self._block(inner)

    def _expression(self, node: ast.AST) -> None:
        look = _LOOKS.get(type(node))
        if look is not None:
            look(self, node)
        if isinstance(node, ast.JoinedStr):
            return  # Python 3.11 does not know where its parts stand
        for child in ast.iter_child_nodes(node):
            if not (isinstance(child, ast.keyword) and child.arg in _NO_FAULT_KEYWORDS):
                self._expression(child)

    # --- the faults --------------------------------------------------------------------------------

    def _add(self, node: ast.expr | ast.stmt, what: str, start: int, end: int, text: str) -> None:
        self.found.append(Mutation(node.lineno, what, start, end, text, self.lines, self.name))

    def _span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        assert node.end_lineno is not None and node.end_col_offset is not None
        return (
            self.starts[node.lineno - 1] + node.col_offset,
            self.starts[node.end_lineno - 1] + node.end_col_offset,
        )

    def _text(self, node: ast.expr | ast.stmt) -> str:
        start, end = self._span(node)
        return self.source[start:end].decode()

    def _replace(self, node: ast.expr | ast.stmt, text: str, what: str = "") -> None:
        start, end = self._span(node)
        self._add(node, what or f"{_short(self._text(node))} -> {_short(text)}", start, end, text)

    def _operator(self, node: ast.expr, left: ast.expr, right: ast.expr, sign: re.Pattern[str], new: str) -> None:
        """Write `new` in place of the operator between two operands."""
        start, end = self._span(left)[1], self._span(right)[0]
        between = self.source[start:end].decode()
        if (found := sign.search(between)) and "#" not in between:
            what = f"{_short(self._text(node))}: {found.group()} -> {new}"
            self._add(node, what, start, end, between[: found.start()] + new + between[found.end() :])

    def _whole(self, statement: ast.stmt) -> None:
        """Faults that take a statement away or turn its condition round."""
        if _can_be_dropped(statement) and "super()." not in self._text(statement):
            self._replace(statement, "pass", f"dropped: {_short(self._text(statement))}")
        elif type(statement) in _JUMPS and not getattr(statement, "value", None):
            self._replace(statement, _JUMPS[type(statement)])
        elif isinstance(statement, ast.Return) and isinstance(statement.value, (ast.Call, ast.BinOp, ast.JoinedStr)):
            self._replace(statement, "return None")
        elif isinstance(statement, (ast.If, ast.While)):
            self._turned(statement.test)
            first = statement.body[0]
            if isinstance(first, ast.Assign):
                self._same_sides(statement.test, first.targets[0], first.value)

    def _turned(self, test: ast.expr) -> None:
        if isinstance(test, (ast.Name, ast.Attribute, ast.Call, ast.Subscript)):
            self._replace(test, f"not ({self._text(test)})")

    def _compare(self, node: ast.Compare) -> None:
        for place, operator in enumerate(node.ops):
            left = node.comparators[place - 1] if place else node.left
            signs = _COMPARISONS[type(operator)]
            for new in signs[1:] if node in self.free_bounds else signs:
                self._operator(node, left, node.comparators[place], _COMPARISON, new)

    def _conditional(self, node: ast.IfExp) -> None:
        self._turned(node.test)
        self._same_sides(node.test, node.body, node.orelse)

    def _same_sides(self, test: ast.expr, one: ast.expr, other: ast.expr) -> None:
        """Note a comparison of just the two values between which it chooses."""
        if isinstance(test, ast.Compare):
            if {ast.dump(test.left), *map(ast.dump, test.comparators)} == {_read(one), _read(other)}:
                self.free_bounds.add(test)

    def _binary(self, node: ast.BinOp) -> None:
        if type(node.op) not in _ARITHMETIC or any(map(_is_text, (node.left, node.right))):
            return
        old, new = _ARITHMETIC[type(node.op)]
        self._operator(node, node.left, node.right, re.compile(re.escape(old)), new)

    def _logic(self, node: ast.BoolOp) -> None:
        old, new = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        pieces = [self._text(node.values[0])]
        for left, right in zip(node.values, node.values[1:], strict=False):
            between = self.source[self._span(left)[1] : self._span(right)[0]].decode()
            pieces += [re.sub(rf"\b{old}\b", new, between, count=1), self._text(right)]
        self._replace(node, "".join(pieces))

    def _negated(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.Not):
            self._replace(node, f"({self._text(node.operand)})")

    def _constant(self, node: ast.Constant) -> None:
        value = node.value
        if isinstance(value, bool):
            self._replace(node, str(not value))
        elif isinstance(value, int):
            self._replace(node, str(value + 1) if abs(value) < _LARGE else str(value // 2))

    def _slice(self, node: ast.Slice) -> None:
        for bound in (node.lower, node.upper):
            if bound is not None and not isinstance(bound, (ast.Constant, ast.UnaryOp)):
                self._replace(bound, f"({self._text(bound)}) + 1")

    def _call(self, node: ast.Call) -> None:
        if isinstance(node.func, ast.Name) and node.func.id == "range":
            last = node.args[min(len(node.args) - 1, 1)]
            if not isinstance(last, ast.Constant):
                self._replace(last, f"({self._text(last)}) - 1")


_LOOKS: Final = {
    ast.Compare: _Finder._compare,
    ast.BinOp: _Finder._binary,
    ast.BoolOp: _Finder._logic,
    ast.UnaryOp: _Finder._negated,
    ast.Constant: _Finder._constant,
    ast.IfExp: _Finder._conditional,
    ast.Slice: _Finder._slice,
    ast.Call: _Finder._call,
}


def _can_be_dropped(statement: ast.stmt) -> bool:
    """Whether a statement acts by itself: a call, an addition in place, a field or an element set."""
    if isinstance(statement, ast.Assign):
        return isinstance(statement.targets[0], (ast.Attribute, ast.Subscript))
    calls = isinstance(statement, ast.Expr) and isinstance(statement.value, (ast.Call, ast.Await))
    return calls or isinstance(statement, ast.AugAssign)


def _read(node: ast.expr) -> str:
    """The dump of an expression as if it were read, not assigned to."""
    return ast.dump(node).replace("Store()", "Load()")


def _is_text(node: ast.expr) -> bool:
    """Whether an operand shows that the operation puts texts or lists together."""
    if isinstance(node, ast.BinOp):
        return _is_text(node.left) or _is_text(node.right)
    return isinstance(node, (ast.JoinedStr, ast.List, ast.Tuple, ast.ListComp)) or (
        isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes))
    )


def _short(text: str) -> str:
    """A piece of source on one line of moderate length."""
    line = " ".join(text.split())
    return line if len(line) <= 70 else f"{line[:67]}..."


def users(source: bytes, name: str) -> Iterator[int]:
    """The lines of a file on which a name is read, alone or as an attribute."""
    for node in ast.walk(ast.parse(source)):
        if (isinstance(node, ast.Name) and node.id == name) or (isinstance(node, ast.Attribute) and node.attr == name):
            yield node.lineno
