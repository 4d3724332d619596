"""What can be changed in a module so that a test should notice, one change at a time."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Site", "count_sites", "mutated", "sites"]

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
REACHED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.Pow: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.Mult,
}
JOINED: dict[type[ast.boolop], type[ast.boolop]] = {ast.And: ast.Or, ast.Or: ast.And}
# names, markup and format strings that no reader sees are no words
WORD_LENGTH = 4


@dataclass(frozen=True, kw_only=True)
class Site:
    """One place that can be changed: its number within the module, its line, before and after."""

    number: int
    line: int
    before: str
    after: str


def sites(source: str) -> list[Site]:
    """Every place of a module that can be changed, in the order of the text."""
    found = []
    for number, node in enumerate(_places(ast.parse(source))):
        before = ast.unparse(node)
        after = ast.unparse(_change(copy.deepcopy(node)))
        found.append(Site(number=number, line=node.lineno, before=before, after=after))
    return found


def count_sites(source: str) -> int:
    """How many places of a module can be changed."""
    return len(list(_places(ast.parse(source))))


def mutated(source: str, number: int) -> ast.Module:
    """The module with one place changed; refuses a number it has no place for (IndexError)."""
    tree = ast.parse(source)
    place = list(_places(tree))[number]
    changed = _change(copy.deepcopy(place))
    for node in ast.walk(changed):
        ast.copy_location(node, place)

    class Exchange(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> ast.AST:
            return changed if node is place else super().generic_visit(node)

    Exchange().visit(tree)
    return ast.fix_missing_locations(tree)


def _places(tree: ast.AST) -> Iterator[ast.expr]:
    """The expressions that are changed; types, decorators, docstrings and `__all__` never are."""
    for field, value in ast.iter_fields(tree):
        if field in {"annotation", "returns", "decorator_list", "type_params", "format_spec"}:
            continue
        for node in value if isinstance(value, list) else [value]:
            if isinstance(node, ast.expr) and (_changeable(node) or _asked(field, node)):
                yield node
            if isinstance(node, ast.AST) and not _silent(node):
                yield from _places(node)


def _silent(node: ast.AST) -> bool:
    """Whether nothing in this statement changes what the module does."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.Assign):
        return any(isinstance(each, ast.Name) and each.id == "__all__" for each in node.targets)
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def _asked(field: str, node: ast.expr) -> bool:
    """Whether a condition is a value by itself, which is then turned round."""
    return field == "test" and isinstance(node, ast.Name | ast.Attribute | ast.Call)


def _changeable(node: ast.expr) -> bool:
    match node:
        case ast.Compare(ops=[op]):
            return type(op) in COMPARED
        case ast.BinOp(op=op):
            return type(op) in REACHED
        case ast.BoolOp() | ast.IfExp() | ast.UnaryOp(op=ast.Not() | ast.USub()):
            return True
        case ast.Constant(value=bool() | int() | float()):
            return True
        case ast.Constant(value=str() as text):
            return " " in text and sum(letter.isalpha() for letter in text) >= WORD_LENGTH
    return False


def _change(node: ast.expr) -> ast.expr:
    """The changed expression; changes the one it is given."""
    match node:
        case ast.Compare(ops=[op]):
            node.ops = [COMPARED[type(op)]()]
        case ast.BinOp(op=op):
            node.op = REACHED[type(op)]()
        case ast.BoolOp(op=joint):
            node.op = JOINED[type(joint)]()
        case ast.IfExp(body=body, orelse=orelse):
            node.body, node.orelse = orelse, body
        case ast.UnaryOp(operand=operand):
            return operand
        case ast.Constant(value=value):
            node.value = _other(value)
        case ast.Name() | ast.Attribute() | ast.Call():
            return ast.UnaryOp(op=ast.Not(), operand=node)
    return node


def _other(value: object) -> bool | int | float | str:
    """Another value of the same type."""
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case float():
            return 1.5 * value if value else 1.0
    return str(value).replace(" ", " mutant ", 1)
