"""Which text of the interface goes unguarded into a place that Streamlit reads as Markdown: by its syntax trees alone.

Harmless is what the code or a catalogue says, a number, what safe.for_markdown gives, and what is made of these. A name
is followed to its assignments, a parameter to those who call, a function to what it returns.
"""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

# What is Markdown of each call: the places of its arguments, and the names of others. `help` is in all of them.
LABEL = ((0,), ("label", "body", "text", "title"))
WIDGETS = (
    "button checkbox date_input download_button expander feedback file_uploader form_submit_button link_button metric "
    "multiselect number_input page_link popover select_slider selectbox slider spinner status text_area text_input "
    "time_input toggle"
)
TEXTS = "badge caption dialog error header info markdown subheader success title toast warning write"
SINKS: dict[str, tuple[tuple[int, ...], tuple[str, ...]]] = {
    **dict.fromkeys(f"{WIDGETS} {TEXTS}".split(), LABEL),
    "html": ((0,), ("body",)),
    "progress": ((1,), ("text",)),
    "tabs": ((0,), ("tabs",)),
    # Their options are Markdown too.
    "radio": ((0,), ("label", "captions", "format_func")),
    "segmented_control": ((0,), ("label", "format_func")),
    "pills": ((0,), ("label", "format_func")),
    "select_slider": ((0,), ("label", "format_func")),
}
NUMBERS = {"len", "round", "int", "float", "abs", "sum", "percent", "decimal", "whole", "full_date", "isoformat"}
MADE = {"counted", "labelled", "listed", "supposed", "list", "tuple", "sorted", "str"}
NUMERIC_FORM = set("dfeg%,")
COMPREHENSIONS = (ast.ListComp, ast.GeneratorExp, ast.DictComp)
PARTED = (
    *(ast.JoinedStr, ast.List, ast.Tuple, ast.BoolOp, ast.Dict, ast.IfExp, ast.BinOp, ast.Lambda),
    *(ast.Starred, ast.Subscript, ast.NamedExpr, *COMPREHENSIONS),
)


class Tree:
    """The modules of a folder. also  files outside it whose functions are followed"""

    def __init__(self, root: Path, numbers: frozenset[str] = frozenset(), also: tuple[Path, ...] = ()) -> None:
        self.root, self.numbers = root, numbers
        paths = [*sorted(root.rglob("*.py")), *also]
        self.modules = {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}
        self.above = {
            child: node
            for module in self.modules.values()
            for node in ast.walk(module)
            for child in ast.iter_child_nodes(node)
        }

    @cached_property
    def functions(self) -> dict[str, list[ast.FunctionDef]]:
        found: dict[str, list[ast.FunctionDef]] = {}
        for module in self.modules.values():
            for node in ast.walk(module):
                if isinstance(node, ast.FunctionDef):
                    found.setdefault(node.name, []).append(node)
        return found

    @cached_property
    def calls(self) -> dict[str, list[ast.Call]]:
        found: dict[str, list[ast.Call]] = {}
        for module in self.modules.values():
            for node in ast.walk(module):
                if isinstance(node, ast.Call):
                    found.setdefault(name_of(node.func), []).append(node)
        return found

    guard = "for_markdown"

    def unguarded(self) -> Iterator[str]:
        """A line for each text that is none of the harmless ones: file, line, what goes in."""
        for path, module in self.modules.items():
            for call in ast.walk(module):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and is_sink(call.func):
                    self.guard = "for_html" if call.func.attr == "html" else "for_markdown"
                    for text in texts_of(call):
                        if not self.harmless(text, frozenset()):
                            shown = " ".join(ast.unparse(text).split())
                            yield f"{path.relative_to(self.root.parent)}:{text.lineno} {call.func.attr}: {shown}"

    def harmless(self, node: ast.AST, seen: frozenset[ast.AST]) -> bool:
        """Whether nothing of this text comes from somewhere else. seen  what is being looked at further up"""
        if node in seen or isinstance(node, ast.Constant):
            return True
        seen |= {node}
        if isinstance(node, PARTED):
            return all(self.harmless(each, seen) for each in parts_of(node))
        if isinstance(node, ast.FormattedValue):
            return is_number_form(node.format_spec) or self.harmless(node.value, seen)
        if isinstance(node, ast.Call):
            return self.call(node, seen)
        if isinstance(node, ast.Attribute):
            getter = node.attr == "__getitem__" and self.harmless(node.value, seen)
            return getter or node.attr in self.numbers or node.attr == "say"
        known = isinstance(node, ast.Name) and (node.id == "say" or node.id.isupper() or node.id in self.numbers)
        return known or (isinstance(node, ast.Name) and self.name(node, seen))

    def call(self, node: ast.Call, seen: frozenset[ast.AST]) -> bool:
        name = name_of(node.func)
        arguments = [*node.args, *(each.value for each in node.keywords)]
        if name in ("say", self.guard, "say_in", "") or name in NUMBERS:
            return True
        if name in MADE:
            return all(self.harmless(each, seen) for each in arguments if name_of(each) != "say")
        if name in ("format", "join") and isinstance(node.func, ast.Attribute):
            numbers = {field for each in self.templates(node.func.value) for field in number_fields(each)}
            return (
                self.harmless(node.func.value, seen)
                and all(self.harmless(each, seen) for each in node.args)
                and all(each.arg in numbers | self.numbers or self.harmless(each.value, seen) for each in node.keywords)
            )
        if name in ("get", "values", "split", "strip") and isinstance(node.func, ast.Attribute):
            return self.harmless(node.func.value, seen)
        defined = self.functions.get(name, [])
        return bool(defined) and all(self.harmless(each, seen) for one in defined for each in returned(one))

    def templates(self, node: ast.AST) -> list[ast.AST]:
        """What a template may be: itself, or what its name was given in the function."""
        scope: ast.AST | None = node
        while scope is not None and not isinstance(scope, ast.FunctionDef):
            scope = self.above.get(scope)
        return list(assigned(scope, node.id)) if isinstance(node, ast.Name) and scope is not None else [node]

    def name(self, node: ast.Name, seen: frozenset[ast.AST]) -> bool:
        """Everything that the name may stand for, where it is used."""
        scope = self.above.get(node)
        while scope is not None:
            if isinstance(scope, (ast.FunctionDef, ast.Module, *COMPREHENSIONS)):
                given = list(assigned(scope, node.id))
                if given:
                    return all(self.harmless(each, seen) for each in given)
                if isinstance(scope, ast.FunctionDef) and node.id in parameters(scope):
                    handed = list(self.handed(scope, node.id))
                    return bool(handed) and all(self.harmless(each, seen) for each in handed)
            scope = self.above.get(scope)
        return False

    def handed(self, function: ast.FunctionDef, parameter: str) -> Iterator[ast.AST]:
        """What callers hand over for a parameter, its default where they do not."""
        names = parameters(function)
        for call in self.calls.get(function.name, []):
            by_name = {each.arg: each.value for each in call.keywords}
            place = names.index(parameter) - (names[0] == "self")
            if parameter in by_name:
                yield by_name[parameter]
            elif 0 <= place < len(call.args):
                yield call.args[place]


def parts_of(node: ast.AST) -> list[ast.AST]:
    """What a text is made of: parts of an f-string, elements of a list, both branches, values of a dictionary."""
    if isinstance(node, ast.IfExp):
        return [node.body, node.orelse]
    if isinstance(node, ast.BinOp):
        return [node.left, node.right]
    for part in ("values", "elts"):
        if hasattr(node, part):
            return list(getattr(node, part))
    return [next(getattr(node, part) for part in ("elt", "body", "value") if hasattr(node, part))]


def is_sink(function: ast.Attribute) -> bool:
    """Whether Streamlit draws it; `world.title` and `logger.error` are something else."""
    owner = function.value
    root = owner
    while isinstance(root, ast.Attribute | ast.Subscript | ast.Call):
        root = root.func if isinstance(root, ast.Call) else root.value
    if function.attr not in SINKS or not isinstance(root, ast.Name):
        return False
    if function.attr in ("title", "text", "write"):
        return root.id == "st"
    return root.id != "logging" and not (isinstance(owner, ast.Attribute) and owner.attr in ("world", "str"))


def texts_of(call: ast.Call) -> Iterator[ast.AST]:
    """The arguments of a call that Streamlit reads as Markdown."""
    places, names = SINKS[call.func.attr]  # type: ignore[attr-defined]
    yield from (call.args[place] for place in places if place < len(call.args))
    yield from (each.value for each in call.keywords if each.arg in (*names, "help"))


def returned(function: ast.FunctionDef) -> Iterator[ast.AST]:
    yield from (each.value for each in ast.walk(function) if isinstance(each, ast.Return) and each.value is not None)


def parameters(function: ast.FunctionDef) -> list[str]:
    given = function.args
    return [each.arg for each in (*given.posonlyargs, *given.args, *given.kwonlyargs)]


def assigned(scope: ast.AST, name: str) -> Iterator[ast.AST]:
    """What a scope gives a name: by an assignment, a loop, or as an element of a comprehension."""
    loops: list[tuple[ast.AST, ast.AST]] = [(each.target, each.iter) for each in getattr(scope, "generators", ())]
    for node in ast.walk(scope) if isinstance(scope, ast.FunctionDef | ast.Module) else ():
        match node:
            case ast.Assign(targets=[target], value=value) | ast.AnnAssign(target=target, value=ast.expr() as value):
                loops.append((target, value))
            case ast.AugAssign(target=target, value=value):
                loops.append((target, value))
            case ast.For(target=target, iter=value):
                loops.append((target, value))
    for target, value in loops:
        if isinstance(target, ast.Name) and target.id == name:
            yield value
        elif isinstance(target, ast.Tuple):
            yield from _part(target, value, name)


def _part(target: ast.Tuple, value: ast.AST, name: str) -> Iterator[ast.AST]:
    """The value of one of several names that are given at once; all of it where it cannot be told apart."""
    for place, each in enumerate(target.elts):
        if isinstance(each, ast.Name) and each.id == name:
            if isinstance(value, ast.Tuple) and len(value.elts) == len(target.elts):
                yield value.elts[place]
            elif isinstance(value, ast.Tuple | ast.List) and all(isinstance(one, ast.Tuple) for one in value.elts):
                yield from (one.elts[place] for one in value.elts)  # type: ignore[attr-defined]
            elif isinstance(value, ast.Call) and name_of(value.func) == "zip" and place < len(value.args):
                yield value.args[place]
            elif isinstance(value, ast.Call) and name_of(value.func) == "enumerate":
                yield ast.Constant(0) if place == 0 else value.args[0]
            else:
                yield value


def name_of(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def number_fields(template: ast.AST) -> set[str]:
    """The fields that a template writes as numbers: "seconds" of `say("{seconds:.0f} s")`."""
    texts = [
        each.value for each in ast.walk(template) if isinstance(each, ast.Constant) and isinstance(each.value, str)
    ]
    fields = [field for text in texts for field in string.Formatter().parse(text)]
    return {name for _, name, form, _ in fields if name and form and set(form) & NUMERIC_FORM}


def is_number_form(form: ast.AST | None) -> bool:
    """Whether a form of f-strings takes numbers only: `{share:.1%}`, `{people:,}`."""
    text = "".join(str(each.value) for each in ast.walk(form) if isinstance(each, ast.Constant)) if form else ""
    return bool(set(text) & NUMERIC_FORM)
