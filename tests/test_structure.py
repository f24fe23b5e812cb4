"""What holds for the shape of the project, whatever the rules say.

A rule's body runs on values and on symbols alike, so no function that a rule can reach may ask a value for its
truth: `if`, `and`, `==` and their like would decide for a symbol what only a fact can decide.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import textwrap
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "investpolicy"

OPTIONAL = {
    "narwhals",
    "polars",
    "pandas",
    "pyarrow",
    "numpy",
    "duckdb",
    "z3",
    "typer",
    "rich",
    "openpyxl",
    "hypothesis",
}

BUILTINS = {"min", "max", "any", "all", "sum", "bool"}
OUTSIDE = {
    "outside_rules",
    "field_validator",
    "model_validator",
    "field_serializer",
    "model_serializer",
    "classmethod",
    "staticmethod",
    "overload",
}
TABLES = {"Enum", "StrEnum", "IntEnum", "Labels"}

# ---------------------------------------------------------------- reading the source

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Fault(NamedTuple):
    line: int
    what: str


def last_name(node: ast.expr) -> str:
    """`field_validator` for `pydantic.field_validator("x")`."""
    match node:
        case ast.Call(func=inner) | ast.Subscript(value=inner):
            return last_name(inner)
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""


def runs_outside_rules(function: Function) -> bool:
    """Validators and what is marked: they see values only. So does pydantic's hook after validation."""
    return function.name == "model_post_init" or any(last_name(one) in OUTSIDE for one in function.decorator_list)


def functions(body: list[ast.stmt], *, of_classes: bool, at_top: bool) -> Iterator[Function]:
    """The functions that a rule may reach: at the top of a module, and methods; tables of labels are no rules."""
    for node in body:
        if isinstance(node, ast.ClassDef):
            if of_classes and not any(last_name(base) in TABLES for base in node.bases):
                yield from functions(node.body, of_classes=True, at_top=True)
        elif isinstance(node, ast.If | ast.Try | ast.With):  # `if TYPE_CHECKING:`
            yield from functions(node.body, of_classes=of_classes, at_top=at_top)
        elif isinstance(node, Function) and at_top and not runs_outside_rules(node):
            yield node


def reachable(rules: list[ast.Module], facts: list[ast.Module]) -> list[Function]:
    """All functions and methods of the rules, all methods of the facts, and the fact helpers that they name."""
    found = [one for tree in rules for one in functions(tree.body, of_classes=True, at_top=True)]
    helpers: dict[str, list[Function]] = {}
    for tree in facts:
        top = [node for node in tree.body if isinstance(node, Function) and not runs_outside_rules(node)]
        for one in top:
            helpers.setdefault(one.name, []).append(one)
        classes: list[ast.stmt] = [node for node in tree.body if isinstance(node, ast.ClassDef)]
        found += functions(classes, of_classes=True, at_top=False)
    for function in found:  # grows while it is read: helpers of helpers
        for name in (last_name(node) for node in ast.walk(function) if isinstance(node, ast.Name | ast.Attribute)):
            found += helpers.pop(name, [])
    return found


def asks_for_truth(function: Function) -> list[Fault]:
    """Every place in a function's body that would ask a value for its truth."""
    faults: list[Fault] = []
    for node in ast.walk(function):
        match node:
            case ast.If() | ast.IfExp() | ast.While() | ast.Assert():
                what = type(node).__name__.lower()
            case ast.match_case(guard=ast.expr() as guard):
                faults.append(Fault(guard.lineno, "a guard in match"))
                continue
            case ast.comprehension(ifs=[first, *_]):
                faults.append(Fault(first.lineno, "a condition in a comprehension"))
                continue
            case ast.BoolOp():
                what = type(node.op).__name__.lower()
            case ast.UnaryOp(op=ast.Not()):
                what = "not"
            case ast.Compare(ops=[_, _, *_]):
                what = "a chained comparison"
            case ast.Compare(ops=[ast.Eq() | ast.NotEq() | ast.Is() | ast.IsNot() | ast.In() | ast.NotIn() as op]):
                what = type(op).__name__.lower()
            case ast.Name(id=name, ctx=ast.Load()) if name in BUILTINS:
                what = f"the builtin {name}"
            case _:
                continue
        faults.append(Fault(node.lineno, what))
    return faults


def parsed(folder: str) -> dict[Path, ast.Module]:
    """The files of a folder; process rules, in a folder below the rules, see values only and are plain Python."""
    return {
        path: ast.parse(path.read_text(encoding="utf-8"), str(path)) for path in sorted((SOURCE / folder).glob("*.py"))
    }


# ---------------------------------------------------------------- no truth is asked for in rules


def test_no_function_reachable_from_a_rule_asks_a_value_for_its_truth() -> None:
    rules, facts = parsed("rules"), parsed("facts")
    where = {node: path for path, tree in (rules | facts).items() for node in ast.walk(tree)}
    checked = reachable(list(rules.values()), list(facts.values()))
    assert checked, "nothing was checked: have rules and facts moved?"
    faults = [
        f"{where[function].relative_to(ROOT)}:{fault.line}: {fault.what} in {function.name}"
        for function in checked
        for fault in asks_for_truth(function)
    ]
    assert not faults, "use where, minimum, all_of, not_, is_in …; or mark it @outside_rules:\n" + "\n".join(faults)


FORBIDDEN = {
    "if a > b:\n    a = b": "if",
    "while a > b:\n    a = b": "while",
    "assert a > b": "assert",
    "c = a if a > b else b": "ifexp",
    "c = (a > b) and (b > a)": "and",
    "c = (a > b) or (b > a)": "or",
    "c = not (a > b)": "not",
    "c = a is None": "is",
    "c = a is not None": "isnot",
    "c = a == b": "eq",
    "c = a != b": "noteq",
    "c = a in b": "in",
    "c = a not in b": "notin",
    "c = a < b < a": "a chained comparison",
    "c = a <= b == a": "a chained comparison",
    "c = min(a, b)": "the builtin min",
    "c = max([a, b])": "the builtin max",
    "c = any(a)": "the builtin any",
    "c = all(a)": "the builtin all",
    "c = sum(a)": "the builtin sum",
    "c = bool(a)": "the builtin bool",
    "c = map(bool, a)": "the builtin bool",
    "c = [x for x in a if x > b]": "a condition in a comprehension",
    "c = {x for x in a if x > b}": "a condition in a comprehension",
    "c = {x: b for x in a if x > b}": "a condition in a comprehension",
    "c = list(x for x in a if x > b)": "a condition in a comprehension",
    "c = lambda x: not x": "not",
    "def inner():\n    return a or b": "or",
    "match a:\n    case 1 if b > a:\n        pass": "a guard in match",
}


def function_of(body: str) -> str:
    return "def rule(a, b):\n" + textwrap.indent(body, "    ") + "\n"


@pytest.mark.parametrize(("body", "what"), FORBIDDEN.items(), ids=FORBIDDEN.values())
def test_each_forbidden_form_is_found(body: str, what: str) -> None:
    (rule,) = reachable([ast.parse(function_of(body))], [])
    found = asks_for_truth(rule)
    assert [fault.what for fault in found] == [what]
    assert found[0].line >= 2


@pytest.mark.parametrize(
    "body",
    [
        "return where(a > b, a, minimum(b, a))",
        "return all_of(a >= b, not_(a.is_in(b)))",
        "return [x * b for x in a]",
        "match a:\n    case Landed.STARTED:\n        return b\n    case _:\n        return a",
        "return a.max + b.sum",
    ],
)
def test_forms_that_work_on_symbols_are_allowed(body: str) -> None:
    (rule,) = reachable([ast.parse(function_of(body))], [])
    assert asks_for_truth(rule) == []


RULES_SAMPLE = """
class Terms(BaseModel):
    @field_validator("cap")
    def exempt_1(cls, a): return a or 1
    @pydantic.model_validator(mode="after")
    def exempt_2(self): return self.a or 1
    def model_post_init(self, context): return self.a or 1
    def checked_1(self): return helped(self)
    @property
    def checked_2(self): return self.a

    class Nested:
        def checked_3(self): return self

class Kind(StrEnum):
    def exempt_3(self): return self or 1

@outside_rules
def exempt_4(a): return a or 1

def checked_4(a): return a
"""
FACTS_SAMPLE = """
def helped(a): return helped_further(a)
def helped_further(a): return a
def only_read_by_a_validator(a): return a or 1

class Project(BaseModel):
    @classmethod
    def exempt_5(cls, a): return a or 1
    @staticmethod
    def exempt_6(a): return a or 1
    @field_validator("place")
    def exempt_7(cls, a): return only_read_by_a_validator(a)
    @property
    def checked_5(self): return self
    def checked_6(self, reading): return self
"""


def test_what_a_rule_can_reach_is_checked_and_nothing_else() -> None:
    names = {one.name for one in reachable([ast.parse(RULES_SAMPLE)], [ast.parse(FACTS_SAMPLE)])}
    assert names == {f"checked_{number}" for number in range(1, 7)} | {"helped", "helped_further"}


# ---------------------------------------------------------------- no policy number in Python

VALUES = {"Money", "Ratio", "Shares", "Points", "Decimal", "Fraction", "Day", "date"}
READERS = {"parse", "yuan", "wan", "yi", "fen"}


def policy_numbers(tree: ast.Module) -> list[Fault]:
    """Number literals other than 0 and 1, and texts that are read as a value or stand as a default."""
    faults: list[Fault] = []
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=int() | float() | complex() as number):
                if isinstance(number, float) or number not in (0, 1):
                    faults.append(Fault(node.lineno, repr(number)))
            case ast.Call(func=func, args=args, keywords=keywords) if last_name(func) in VALUES | READERS:
                faults += texts_with_digits([*args, *(one.value for one in keywords)])
            case ast.AnnAssign(value=ast.expr() as value):
                faults += texts_with_digits([value])
            case ast.keyword(arg="default", value=value):
                faults += texts_with_digits([value])
            case _:
                pass
    return faults


def texts_with_digits(nodes: list[ast.expr]) -> list[Fault]:
    texts = ((node.lineno, node.value) for node in nodes if isinstance(node, ast.Constant))
    return [Fault(line, repr(text)) for line, text in texts if isinstance(text, str) and re.search(r"[1-9]", text)]


def test_no_policy_number_stands_in_python() -> None:
    trees = parsed("rules") | parsed("rules/process")
    assert trees, "nothing was checked: have the rules moved?"
    faults = [
        f"{path.relative_to(ROOT)}:{fault.line}: {fault.what}"
        for path, tree in trees.items()
        for fault in policy_numbers(tree)
    ]
    assert not faults, "a number of a policy belongs in its YAML file, with its section:\n" + "\n".join(faults)


@pytest.mark.parametrize(
    "line",
    [
        "a * 2",
        "f(-5)",
        "x: int = 300_000",
        "f(0.5)",
        "f(1.0)",
        "Money.parse('30万元')",
        "Ratio('5%')",
        "Fraction(numerator='3')",
        "cap: Money = '30万元'",
        "cap: Money = Field(default='30万元')",
    ],
)
def test_a_policy_number_is_found(line: str) -> None:
    assert len(policy_numbers(ast.parse(line))) == 1


@pytest.mark.parametrize("line", ["f(0, 1, -1)", "f(True)", "section = '(2022) 3'", "Money.yuan(0)", "f('GB/T 4754')"])
def test_what_is_no_policy_number_is_left_alone(line: str) -> None:
    assert policy_numbers(ast.parse(line)) == []


# ---------------------------------------------------------------- a light core


def test_importing_the_core_loads_no_optional_package() -> None:
    program = "import sys, investpolicy; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split())
    assert "investpolicy" in loaded
    assert loaded & OPTIONAL == set()


def test_an_optional_package_is_required_by_an_extra_and_not_by_the_core() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    core = {re.split(r"[^\w-]", need)[0].lower() for need in project["dependencies"]}
    assert core == {"pydantic", "python-dateutil", "pyyaml", "chinesecalendar"}
    extras = {re.split(r"[^\w-]", need)[0] for needs in project["optional-dependencies"].values() for need in needs}
    assert {"z3-solver" if name == "z3" else name for name in OPTIONAL - {"numpy"}} <= extras


# ---------------------------------------------------------------- the repository


def files() -> Iterator[Path]:
    """Every file of the project, without what tools leave beside them."""
    for name in ("src", "tests", "docs", "examples", "benchmarks", ".ci"):
        for path in sorted((ROOT / name).rglob("*")):
            if path.is_file() and not {"__pycache__", "_build", ".ipynb_checkpoints"} & set(path.parts):
                yield path
    for path in sorted(ROOT.iterdir()):
        if path.is_file() and path.name != ".git":  # a file in a worktree
            yield path


def test_the_repository_stands_alone() -> None:
    """Nothing outside it is named: no sibling folder, no path of the machine it was written on."""
    outside = [b"/".join(parts) for parts in ([b"..", b"shared"], [b"", b"work", b""], [b"", b"root", b""])]
    seen = list(files())
    assert ROOT / "pyproject.toml" in seen
    assert Path(__file__) in seen
    naming = [path for path in seen if any(name in path.read_bytes() for name in outside)]
    assert naming == []


def sh_blocks(readme: str) -> list[str]:
    return re.findall(r"^```sh\n(.*?)^```$", (ROOT / readme).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def test_readme_opens_with_two_commands_of_one_line_the_same_in_both_languages() -> None:
    english, chinese = sh_blocks("README.md")[:2], sh_blocks("README.zh-CN.md")[:2]
    assert len(english) == 2
    assert [one.replace(" --lang en", "") for one in english] == chinese
    for command in english:
        assert command.count("\n") == 1
        assert command.startswith("python3 -m venv ")
