"""What is shipped, and which package may import which."""

import re
import subprocess
import sys
import tomllib
import zipfile

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


@pytest.fixture(scope="module")
def shipped(root, tmp_path_factory):
    """The names of the files in the wheel, built as for a release."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    run = subprocess.run([*build, str(root)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def test_the_wheel_holds_exactly_the_three_packages_and_its_description(shipped):
    (about,) = {name.partition("/")[0] for name in shipped if ".dist-info/" in name}
    assert about.startswith("tanya-")
    assert {name.partition("/")[0] for name in shipped} == {"qa", "embeddings", "ui", about}
    assert f"{about}/entry_points.txt" in shipped
    assert f"{about}/licenses/LICENSE" in shipped


@pytest.mark.parametrize("package", ["qa", "embeddings", "ui"])
def test_every_module_and_mark_of_types_is_shipped(root, shipped, package):
    assert f"{package}/py.typed" in shipped
    modules = {path.relative_to(root).as_posix() for path in (root / package).rglob("*.py")}
    assert {
        name for name in shipped if name.startswith(f"{package}/") and name.endswith(".py")
    } == modules


def test_what_the_page_needs_is_shipped(root, shipped):
    needed = {
        path.relative_to(root).as_posix()
        for ending in ("css", "js", "svg", "html")
        for package in ("qa", "ui")
        for path in (root / package).rglob(f"*.{ending}")
    }
    assert len(needed) >= 5
    assert needed <= set(shipped)


def test_the_gold_data_is_shipped(root, shipped):
    folder = root / "qa" / "evaluation" / "gold"
    gold = {path.relative_to(root).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert len(gold) == 16
    assert gold <= set(shipped)


def test_nothing_is_shipped_that_was_left_by_a_run(shipped):
    left = (".pyc", ".sqlite", ".faiss", ".orig")
    assert [name for name in shipped if name.endswith(left) or "__pycache__" in name] == []


def test_imports_go_one_way(root):
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "kept, 0 broken" in run.stdout


LOCKED = re.compile(r"^(?P<name>[a-z0-9._-]+)==(?P<version>\S+?)(?: ;.*?)? \\$", re.MULTILINE)


def locked(root, name):
    """Return the versions that a lock file names, by package."""
    versions: dict[str, set[str]] = {}
    for found in LOCKED.finditer((root / name).read_text("utf-8")):
        versions.setdefault(canonicalize_name(found["name"]), set()).add(found["version"])
    return versions


@pytest.mark.parametrize(
    ("lock", "extras"), [("requirements.lock", ()), ("requirements-test.lock", ("eval", "test"))]
)
def test_every_dependency_is_locked_at_versions_that_it_allows(root, lock, extras):
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"]]
    for extra in extras:
        wanted += project["optional-dependencies"][extra]
    versions = locked(root, lock)
    for requirement in map(Requirement, wanted):
        name = canonicalize_name(requirement.name)
        if name in ("tanya", "torch"):
            # torch is named, exactly, in the Makefile.
            continue
        assert versions[name]
        assert all(map(requirement.specifier.contains, versions[name])), requirement


def test_every_file_that_is_locked_has_a_hash(root):
    for name in ("requirements.lock", "requirements-test.lock"):
        blocks = re.split(r"^(?=\S+==)", (root / name).read_text("utf-8"), flags=re.MULTILINE)
        assert len(blocks) > 50
        assert all("--hash=sha256:" in block for block in blocks if block.strip())
