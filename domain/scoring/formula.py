"""A small language for formulas: arithmetic, comparisons, min, max and if; nothing else runs.

Grammar, with the usual precedence::

    sum     = product (("+" | "-") product)*
    product = signed (("*" | "/") signed)*
    signed  = "-" signed | "+" signed | atom
    atom    = number ["%"] | name | call | "(" sum ")"
    call    = "min" "(" sum ("," sum)* ")" | "max" "(" ... ")" | "if" "(" test "," sum "," sum ")"
    test    = sum ("<" | "<=" | ">" | ">=" | "=" | "==" | "!=") sum
"""

import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from domain.scoring.formula_tokens import FormulaError, Sort, Token, spelled, tokens
from domain.text.words import nearest

MAX_DEPTH = 30
RESERVED = frozenset({"min", "max", "if"})

_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "==": operator.eq,
    "!=": operator.ne,
}
_ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a formula: ``kind`` is ``number``, ``name``, ``-`` (alone), a sign or a call."""

    kind: str
    at: int
    value: float = 0.0
    name: str = ""
    parts: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that was understood; ``names`` are the drivers it asks for, in order."""

    source: str
    root: Node
    names: tuple[str, ...]

    def result(self, amounts: Mapping[str, float]) -> float:
        """What the formula gives for the amounts of all its names.

        Raises FormulaError where it divides by zero or leaves the numbers that can be counted.
        """
        return _worked(self.root, amounts, self.source)


def parse(source: str) -> Formula:
    """The formula that ``source`` spells; raises FormulaError that points at the place."""
    text = spelled(source)
    reader = _Reader(text, tokens(source))
    root = reader.sum(0)
    left = reader.token
    if left.sort is not Sort.END:
        raise FormulaError(f"I did not expect “{left.text}” here.", text, left.at)
    return Formula(text, root, tuple(dict.fromkeys(_names(root))))


def check_names(formula: Formula, known: Mapping[str, object]) -> None:
    """Return when every name is known; raise FormulaError at the first that is not."""
    for node in _nodes(formula.root):
        if node.kind == "name" and node.name not in known:
            near = nearest(node.name, known)
            hint = f" Did you mean {near}?" if near else ""
            raise FormulaError(
                f"There is no driver called {node.name}.{hint}", formula.source, node.at
            )


class _Reader:
    """Reads tokens from left to right."""

    def __init__(self, text: str, found: list[Token]) -> None:
        self._text = text
        self._tokens = found
        self._place = 0

    @property
    def token(self) -> Token:
        return self._tokens[self._place]

    def sum(self, depth: int) -> Node:
        return self._chain(("+", "-"), self._product, depth)

    def _product(self, depth: int) -> Node:
        return self._chain(("*", "/"), self._signed, depth)

    def _chain(self, signs: tuple[str, ...], part: Callable[[int], Node], depth: int) -> Node:
        node = part(depth)
        while self.token.sort is Sort.SIGN and self.token.text in signs:
            sign = self._take()
            node = Node(sign.text, sign.at, parts=(node, part(depth)))
        return node

    def _signed(self, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise self._error(f"A formula nests at most {MAX_DEPTH} levels.")
        if self.token.sort is Sort.SIGN and self.token.text in "+-":
            sign = self._take()
            inner = self._signed(depth + 1)
            return inner if sign.text == "+" else Node("negative", sign.at, parts=(inner,))
        return self._atom(depth)

    def _atom(self, depth: int) -> Node:
        token = self.token
        if token.sort is Sort.END or (token.sort is Sort.SIGN and token.text != "("):
            what = f"“{token.text}” stands" if token.text else "the formula ends"
            raise self._error(f"A number, a driver or a bracket is missing where {what}.")
        self._take()
        if token.sort is Sort.NUMBER:
            return self._number(token)
        if token.sort is Sort.SIGN:
            node = self.sum(depth + 1)
            self._expect(")")
            return node
        if token.text.lower() in RESERVED:
            return self._call(token, depth + 1)
        return Node("name", token.at, name=token.text.lower())

    def _number(self, token: Token) -> Node:
        value = float(token.text)
        if not math.isfinite(value):
            raise FormulaError("This number is too large.", self._text, token.at)
        if self.token.text == "%":
            self._take()
            value /= 100
        return Node("number", token.at, value)

    def _call(self, name: Token, depth: int) -> Node:
        called = name.text.lower()
        self._expect("(", f"Write {called}( … ) with brackets.")
        if called == "if":
            test = self._test(depth)
            self._expect(",", "if needs three parts: if(test, then, otherwise).")
            chosen = self.sum(depth)
            self._expect(",", "if needs three parts: if(test, then, otherwise).")
            parts: tuple[Node, ...] = (test, chosen, self.sum(depth))
        else:
            parts = (self.sum(depth),)
            while self.token.text == ",":
                self._take()
                parts = (*parts, self.sum(depth))
        self._expect(")")
        return Node(called, name.at, parts=parts)

    def _test(self, depth: int) -> Node:
        left = self.sum(depth)
        sign = self.token
        if sign.text not in _COMPARE:
            raise self._error("A comparison is missing here, such as effort > 3.")
        self._take()
        return Node(sign.text, sign.at, parts=(left, self.sum(depth)))

    def _take(self) -> Token:
        token = self.token
        if token.sort is not Sort.END:
            self._place += 1
        return token

    def _expect(self, sign: str, hint: str = "") -> None:
        if self.token.text != sign or self.token.sort is not Sort.SIGN:
            raise self._error(hint or f"“{sign}” is missing here.")
        self._take()

    def _error(self, reason: str) -> FormulaError:
        return FormulaError(reason, self._text, self.token.at)


def _worked(node: Node, amounts: Mapping[str, float], source: str) -> float:
    if node.kind == "number":
        return node.value
    if node.kind == "name":
        return amounts[node.name]
    if node.kind == "if":
        test, chosen, other = node.parts
        left, right = (_worked(part, amounts, source) for part in test.parts)
        branch = chosen if _COMPARE[test.kind](left, right) else other
        return _worked(branch, amounts, source)
    values = [_worked(part, amounts, source) for part in node.parts]
    if node.kind == "negative":
        return -values[0]
    if node.kind in ("min", "max"):
        return min(values) if node.kind == "min" else max(values)
    if node.kind == "/" and values[1] == 0:
        raise FormulaError("The formula divides by zero here.", source, node.at)
    result = _ARITHMETIC[node.kind](*values)
    if not math.isfinite(result):
        raise FormulaError("The numbers become too large here.", source, node.at)
    return result


def _nodes(node: Node) -> list[Node]:
    return [node, *(inner for part in node.parts for inner in _nodes(part))]


def _names(node: Node) -> list[str]:
    return [one.name for one in _nodes(node) if one.kind == "name"]
