"""What holds for the project as a whole: its public face, the arrows between its rooms, and what no file may say."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

import panah

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "panah"

# Put together here, so that this file names none of them either.
REGISTRIES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"), ("debian", "org"),
        ("yarnpkg", "com"), ("crates", "io"), ("ubuntu", "com"), ("jsdelivr", "net"), ("unpkg", "com"),
    )
]  # fmt: skip


def project_files() -> list[Path]:
    """The files that are committed or would be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True,
    ).stdout.decode()  # fmt: skip
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def texts() -> Iterator[tuple[Path, str]]:
    for path in project_files():
        try:
            yield path, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def test_the_public_names_are_these_and_a_change_of_them_is_a_decision() -> None:
    assert sorted(panah.__all__) == sorted(PUBLIC)
    assert all(getattr(panah, name) is not None for name in PUBLIC)


# fmt: off
PUBLIC = [
    "ConflictError", "Event", "Evidence", "Figure", "Form", "Hedge", "InputError", "Measure", "PanahError", "Period",
    "Report", "Site", "Situation", "Source", "SourceKind", "UnavailableError", "Unit", "forecast", "read",
    "reconcile",
]
# fmt: on


def test_every_arrow_between_rooms_points_the_way_the_design_says() -> None:
    run = subprocess.run(
        [Path(sys.executable).with_name("lint-imports")], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout


def test_no_source_file_has_more_than_400_lines() -> None:
    long = {str(path): len(path.read_text().splitlines()) for path in SOURCE.rglob("*.py")}
    assert not {path: lines for path, lines in long.items() if lines > 400}


@pytest.mark.parametrize(
    "room", ["errors.py", "figure.py", "situation.py", "places", "read", "reconcile", "forecast", "plan", "publish"]
)
def test_a_room_left_of_the_ledger_touches_no_clock_environment_network_terminal_or_exit(room: str) -> None:
    paths = [SOURCE / room] if room.endswith(".py") else sorted((SOURCE / room).rglob("*.py"))
    found = [f"{path.name}:{line} {what}" for path in paths for line, what in forbidden(path)]
    assert paths
    assert not found


def forbidden(path: Path) -> Iterator[tuple[int, str]]:
    modules = {"socket", "urllib.request", "http.client", "requests", "httpx", "time"}
    calls = {"date.today", "datetime.now", "datetime.today", "datetime.utcnow", "sys.exit", "os.getenv"}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names if alias.name in modules)
        elif isinstance(node, ast.ImportFrom) and node.module in modules:
            yield node.lineno, node.module
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in calls | {"print", "exit", "input"}:
            yield node.lineno, ast.unparse(node.func)
        elif isinstance(node, ast.Attribute) and ast.unparse(node) == "os.environ":
            yield node.lineno, "os.environ"


def test_no_file_names_the_host_of_a_package_registry() -> None:
    found = [f"{path.relative_to(ROOT)}: {host}" for path, text in texts() for host in REGISTRIES if host in text]
    assert not found


def test_no_file_names_a_path_of_the_machine_it_was_written_on() -> None:
    private = re.compile(r"(?<![\w.~-])/(?:" + "work|root" + r")/|/ho" + r"me/[a-z]+/(?!\.)")
    assert not [str(path.relative_to(ROOT)) for path, text in texts() if private.search(text)]


def test_the_lock_satisfies_every_requirement_of_the_project_and_has_a_hash_for_each() -> None:
    table = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [*table["project"]["dependencies"], *table["build-system"]["requires"]]
    wanted += [row for group in table["dependency-groups"].values() for row in group]
    lock = (ROOT / "requirements.lock").read_text()
    pins: dict[str, list[Version]] = {}
    for name, version in re.findall(r"^([a-z0-9._-]+)==(\S+)", lock, re.MULTILINE):
        pins.setdefault(name, []).append(Version(version))
    for requirement in map(Requirement, wanted):
        versions = pins.get(canonical(requirement.name), [])
        assert versions, f"{requirement.name} is not locked: make lock"
        assert all(version in requirement.specifier for version in versions), f"{requirement}: make lock"
    for entry in re.split(r"\n(?=\S)", lock.strip()):
        assert "--hash=sha256:" in entry, entry


def test_every_package_that_the_source_imports_is_a_dependency_of_the_project() -> None:
    declared = {
        canonical(Requirement(row).name)
        for row in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    }
    homes = importlib.metadata.packages_distributions()
    missing = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in SOURCE.rglob("*.py")
        for name in imported(path)
        if name not in sys.stdlib_module_names | {"panah"}
        and not declared & {canonical(home) for home in homes.get(name, [name])}
    }
    assert not missing


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_ci_runs_make_test_and_nothing_that_the_readme_does_not_say() -> None:
    script = (ROOT / ".ci" / "run").read_text().splitlines()
    said = [line for line in script if line and not line.startswith("#")]
    assert said == ["set -euo pipefail", 'cd "$(dirname "$0")/.."', "make test"]
    assert "make test" in (ROOT / "README.md").read_text()


def test_the_changelog_and_the_license_are_there() -> None:
    assert "## Unreleased" in (ROOT / "CHANGELOG.md").read_text()
    assert "Apache License" in (ROOT / "LICENSE").read_text()
