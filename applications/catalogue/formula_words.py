"""A formula as people read it: "luas × tarif × jumlah hari dari mulai sampai selesai". Pure.

`name` says each field or rate, as its label or as its number; `counted` answers calls whose value is known.
"""

import ast
from collections.abc import Callable

from django.utils.translation import gettext as _

from applications.catalogue import spoken

Name = Callable[[str], str]
Counted = Callable[[str], str]
_SIGNS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "−", ast.Mult: "×", ast.Div: "÷"}
_LOOSE = (ast.Add, ast.Sub)


def said(formula: str, name: Name, counted: Counted | None = None) -> str:
    return _Speaker(name, counted).say(ast.parse(formula.strip(), mode="eval").body)


class _Speaker:
    def __init__(self, name: Name, counted: Counted | None) -> None:
        self.name, self.counted = name, counted

    def say(self, node: ast.expr) -> str:
        match node:
            case ast.Name(id=key):
                return self.name(key)
            case ast.Constant(value=int() | float() as number):
                return spoken.number_text(number)
            case ast.UnaryOp(operand=operand):
                return f"−{self._closed(operand, isinstance(operand, ast.BinOp))}"
            case ast.BinOp(left=left, op=op, right=right):
                tight, turned = not isinstance(op, _LOOSE), isinstance(op, ast.Sub | ast.Div)
                first = self._closed(left, tight and _sum(left))
                last = self._closed(right, (tight and _sum(right)) or (turned and isinstance(right, ast.BinOp)))
                return f"{first} {_SIGNS[type(op)]} {last}"
            case ast.Call(func=ast.Name(id=key), args=args):
                return self._call(node, key, args)
        return ast.unparse(node)

    def _closed(self, node: ast.expr, brackets: bool) -> str:
        return f"({self.say(node)})" if brackets else self.say(node)

    def _call(self, node: ast.expr, key: str, args: list[ast.expr]) -> str:
        if key in {"hari", "bulan", "baris", "jumlah"} and self.counted is not None:
            unit = {"hari": _("hari"), "bulan": _("bulan"), "baris": _("baris")}.get(key, "")
            return "\u00a0".join(filter(None, (self.counted(ast.unparse(node)), unit)))
        values = [self.say(arg) for arg in args]
        pair = dict(zip(("a", "b"), values, strict=False))
        match key:
            case "min":
                return "(" + _("yang terkecil dari %(values)s") % {"values": _and(values)} + ")"
            case "maks":
                return "(" + _("yang terbesar dari %(values)s") % {"values": _and(values)} + ")"
            case "bulat":
                return "(" + _("%(a)s, dibulatkan") % pair + ")"
            case "naik":
                return "(" + _("%(a)s, dibulatkan ke atas") % pair + ")"
            case "turun":
                return "(" + _("%(a)s, dibulatkan ke bawah") % pair + ")"
            case "hari":
                return _("jumlah hari dari %(a)s sampai %(b)s") % pair
            case "bulan":
                return _("jumlah bulan dari %(a)s sampai %(b)s") % pair
            case "baris":
                return _("banyaknya baris %(a)s") % pair
            case "jumlah":
                return _("jumlah %(b)s pada %(a)s") % pair
        return ast.unparse(node)


def _sum(node: ast.expr) -> bool:
    return isinstance(node, ast.BinOp) and isinstance(node.op, _LOOSE)


def _and(values: list[str]) -> str:
    return _(" dan ").join([", ".join(values[:-1]), values[-1]])
