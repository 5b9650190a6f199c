"""What a person can use is described in docs/reference: every command, option, setting, address, error and name."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

import panah
from panah import errors
from panah.cli import app

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "panah"
REFERENCE = ROOT / "docs" / "reference"
ROOMS = ["figure", "situation", "places", "read", "reconcile", "forecast", "plan", "publish", "ledger", "web", "cli"]


def page(name: str) -> str:
    return (REFERENCE / f"{name}.md").read_text(encoding="utf-8")


def commands() -> dict[str, Any]:
    group: Any = typer.main.get_command(app)
    return dict(group.commands)


def section(text: str, heading: str) -> str:
    """The part of a page below a heading of this name, up to the next of its level."""
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"there is no heading '## {heading}'"
    return found[1]


@pytest.mark.parametrize("verb", sorted(commands()))
def test_every_command_and_each_of_its_options_is_described(verb: str) -> None:
    described = section(page("cli"), f"panah {verb}")
    options = [name for parameter in commands()[verb].params for name in parameter.opts if name.startswith("-")]
    assert not [option for option in options if f"`{option}" not in described]


def test_every_command_has_a_sentence_and_every_option_its_help() -> None:
    for verb, command in commands().items():
        assert command.help, verb
        assert not [p.name for p in command.params if not getattr(p, "help", None)], verb


def test_every_option_of_panah_itself_is_described() -> None:
    group: Any = typer.main.get_command(app)
    assert not [name for p in group.params for name in p.opts if f"`{name}`" not in page("cli")]


def test_every_exit_code_is_described() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.PanahError)]
    assert not [kind.__name__ for kind in kinds if f"`{kind.__name__}` | {kind.exit_code}" not in page("errors")]


def test_every_setting_is_described() -> None:
    files = [*SOURCE.rglob("*.py"), *(ROOT / "tests").rglob("*.py"), *(ROOT / "scripts").iterdir(), ROOT / "Makefile"]
    used = {name for file in files for name in re.findall(r"\bPANAH_[A-Z_]*[A-Z]\b", file.read_text(encoding="utf-8"))}
    assert used
    assert not {name for name in used if f"`{name}`" not in page("settings")}


def test_no_setting_is_described_that_nothing_reads() -> None:
    code = "".join(file.read_text(encoding="utf-8") for file in [*SOURCE.rglob("*.py"), *(ROOT / "scripts").iterdir()])
    code += "".join(file.read_text(encoding="utf-8") for file in (ROOT / "tests").rglob("*.py"))
    assert not [name for name in re.findall(r"`(PANAH_[A-Z_]+)`", page("settings")) if name not in code]


def test_every_address_of_the_room_is_described() -> None:
    from panah.web.urls import urlpatterns

    found = list(addresses(urlpatterns))
    assert found
    assert not [address for address in found if f"`{address}`" not in page("routes")]


def addresses(patterns: list[Any], before: str = "/") -> Iterator[str]:
    for pattern in patterns:
        address = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern.url_patterns, address)
        else:
            yield address


def public_names() -> Iterator[tuple[str, str]]:
    for name in panah.__all__:
        yield "panah", name
    for room in ROOMS:
        module = importlib.import_module(f"panah.{room}")
        names = getattr(module, "__all__", None)
        if names is None and not hasattr(module, "__path__"):  # a file without a list: what it defines itself
            names = [n for n, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__]
        yield from ((f"panah.{room}", name) for name in names or () if not name.startswith("_"))


def test_every_public_name_is_described() -> None:
    text = page("api")
    missing = [f"{room}.{name}" for room, name in public_names() if not re.search(rf"`{name}\b", section(text, room))]
    assert not missing


def test_every_room_that_is_public_is_listed_here() -> None:
    rooms = {module.name for module in pkgutil.iter_modules(panah.__path__)}
    assert rooms == {*ROOMS, "errors", "room"}  # errors have a page of their own; room only makes rooms callable


def test_every_link_between_pages_leads_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    broken = [
        f"{path.relative_to(ROOT)}: {target}"
        for path in pages
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text(encoding="utf-8"))
        if "://" not in target and not (path.parent / target).exists()
    ]
    assert not broken


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = (folder / "README.md").read_text(encoding="utf-8")
    assert not [path.name for path in folder.glob("[0-9]*.md") if f"]({path.name})" not in listed]
