"""What is against the rules of style in a piece of source or text; each answers with complaints."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path, PurePath

ROOT = Path(__file__).resolve().parents[2]
MODULE_LINES = 500
FUNCTION_LINES = 45
VAGUE_NAMES = frozenset(
    {"common", "data", "helper", "helpers", "info", "manager", "managers", "misc", "util", "utils"}
)

Function = ast.FunctionDef | ast.AsyncFunctionDef
Documented = Function | ast.ClassDef

# Written in pieces so that this page does not find itself.
_FOREIGN = {
    "an absolute machine path": re.compile(
        r"(?<![\w.~$})-])/(?:work|home|root|Users|tmp|opt)/|\b[A-Z]:" + r"\\+(?:Users|Program)"
    ),
    "a registry host": re.compile(
        "|".join(
            (
                r"pypi\." + "org",
                r"pythonhosted\." + "org",
                r"registry\." + r"(?:npmjs|yarnpkg)",
                r"anaconda\." + "org",
                r"crates\." + "io",
                r"deb\." + r"debian\.org",
                r"proxy\." + r"golang",
                r"(?:extra-)?index-" + r"url",
            )
        )
    ),
    "a page that is not part of the project": re.compile(r"shared/" + r"(?:design|evidence)"),
}

_UNFINISHED = re.compile(
    r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X|NotImplemented" + r"Error|pragma: no " + r"cover)\b"
    r"|pytest\.(?:mark\.)?(?:sk" + r"ip|xf" + r"ail)"
)


def faults() -> list[str]:
    """Every fault of the package and of what is committed, each with its file."""
    return [
        f"{file.relative_to(ROOT).as_posix()}: {complaint}"
        for file in committed_files()
        for complaint in faults_of(file.relative_to(ROOT), file.read_bytes())
    ]


def faults_of(path: PurePath, content: bytes) -> list[str]:
    """What is wrong with a committed file; what is no text has no faults."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return []
    found = foreign_text(text)
    if path.suffix == ".py":
        found += unfinished(text)
        if path.parts[0] == "simulator":
            found += [*long_module(text), *long_functions(text), *undocumented(text)]
            found += vague_name(path)
    return found


def committed_files() -> list[Path]:
    """Every file that is committed or about to be; without git, every file outside a cache."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listing.returncode == 0:
        names = listing.stdout.decode().split("\0")
        return sorted(path for name in names if name and (path := ROOT / name).is_file())
    return sorted(
        path
        for path in ROOT.rglob("*")
        if path.is_file()
        and not any(
            part.startswith(".") or part in {"__pycache__", "results"}
            for part in path.relative_to(ROOT).parts[:-1]
        )
    )


def long_module(source: str) -> list[str]:
    """A complaint if a module has more lines than a module may have."""
    lines = len(source.splitlines())
    return [f"{lines} lines, at most {MODULE_LINES}"] if lines > MODULE_LINES else []


def long_functions(source: str) -> list[str]:
    """A complaint for every function whose statements take too many lines."""
    return [
        f"line {node.lineno}: {node.name} has {lines} lines, at most {FUNCTION_LINES}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, Function) and (lines := _body_lines(node)) > FUNCTION_LINES
    ]


def undocumented(source: str) -> list[str]:
    """A complaint for the module and every public function, class and method without a word."""
    tree = ast.parse(source)
    complaints = [] if _says_something(tree) else ["line 1: the module has no docstring"]
    return complaints + [
        f"line {node.lineno}: {node.name} has no docstring"
        for node in _public(tree)
        if not _says_something(node)
    ]


def vague_name(path: PurePath) -> list[str]:
    """A complaint for every part of a module's path that says nothing about its noun."""
    parts = (*path.parts[:-1], path.stem)
    return [f"{part!r} names no noun" for part in parts if part.lower() in VAGUE_NAMES]


def foreign_text(text: str) -> list[str]:
    """A complaint for every line that names a machine, a registry or a page from elsewhere."""
    return [
        f"line {number}: {what}: {found.group()}"
        for number, line in enumerate(text.splitlines(), 1)
        for what, pattern in _FOREIGN.items()
        if (found := pattern.search(line))
    ]


def unfinished(source: str) -> list[str]:
    """A complaint for every mark of work put off and of a test left out."""
    return [
        f"line {number}: {found.group()}"
        for number, line in enumerate(source.splitlines(), 1)
        if (found := _UNFINISHED.search(line))
    ]


def _body_lines(node: Function) -> int:
    """The lines of a function's statements: neither its signature nor its docstring."""
    end = node.end_lineno or node.lineno
    first = node.body[0]
    if isinstance(first, ast.Expr) and ast.get_docstring(node) is not None:
        return end - (first.end_lineno or first.lineno)
    return end - first.lineno + 1


def _public(parent: ast.Module | ast.ClassDef) -> Iterator[Documented]:
    """The public functions and classes of a module, and the public methods of those classes."""
    for node in parent.body:
        if isinstance(node, Documented) and not node.name.startswith("_") and not _overload(node):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from _public(node)


def _overload(node: Documented) -> bool:
    """Whether this is a typing overload, whose words stand with the implementation."""
    return any(ast.unparse(decorator).endswith("overload") for decorator in node.decorator_list)


def _says_something(node: ast.Module | Documented) -> bool:
    """Whether there is a docstring with a word in it."""
    return bool((ast.get_docstring(node) or "").strip())
