"""The documentation says what the program does: every command, option, table, column, dependency and term."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path
from types import ModuleType

from semesta import tables

ROOT = Path(__file__).parents[2]
REFRESH = "run: python3 tasks.py docs"
#: Pages on which a person wrote commands.
HAND_WRITTEN = (
    "README.md", "docs/commands.md", "docs/files.md", "docs/editions.md", "docs/linkage.md", "docs/audit.md", "docs/law.md",
    "docs/register.md", "docs/ledger.md",
)  # fmt: skip


@cache
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def tracked_text_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()[:8000]]


def test_generated_pages_are_current() -> None:
    for page, text in generator().pages().items():
        assert page.read_text(encoding="utf-8") == text, f"docs/{page.name} is out of date; {REFRESH}"


def test_every_table_and_column_is_on_the_page() -> None:
    page = read("docs/tables.md")
    for table in (*tables.EDITION_TABLES, *tables.AUDIT_TABLES):
        section = page.split(f"### `{table.name}`\n", 1)[1].split("\n### ", 1)[0]
        assert table.grain in section
        assert re.findall(r"^\| `(\w+)` \|", section, re.M) == list(table.names)


def test_every_column_of_the_database_says_what_it_means() -> None:
    import yaml

    from docs.database_page import MEANINGS, meanings_of, tables_of
    from semesta.ledger.models import Entry
    from semesta.register.models import Person

    written = yaml.safe_load(MEANINGS.read_text(encoding="utf-8"))
    models = {model._meta.db_table: model for room in (Person, Entry) for model in tables_of(room)}
    assert written.keys() - {"all"} <= models.keys(), "docs/columns.yaml names a table that is gone"
    for table, model in models.items():
        columns = {str(field.column) for field in model._meta.concrete_fields}
        assert columns <= meanings_of(table).keys(), (
            f"docs/columns.yaml lacks {table}: {columns - meanings_of(table).keys()}"
        )
        gone = written.get(table, {}).keys() - columns
        assert not gone, f"docs/columns.yaml: {table} has no {gone}"


def test_every_command_and_option_is_on_the_page() -> None:
    page = read("docs/commands.md")
    for command in generator().commands():
        title = f"### `{f'semesta {command.name}'.strip()}`\n"
        assert title in page, f"{title} lacks; {REFRESH}"
        section = page.split(title, 1)[1].split("\n### ", 1)[0]
        for option in command.options:
            assert f"| `{option.spelling}` |" in section, f"{command.name} {option.spelling} lacks; {REFRESH}"


def test_every_command_and_option_explains_itself_in_both_languages() -> None:
    for command in generator().commands():
        for part in (command, *command.options):
            assert part.indonesian and part.english, f"semesta {command.name}: {part}"
            assert not part.english.startswith("cli."), f"{part.english} is not in the catalogue"


def test_hand_written_commands_exist_with_their_options() -> None:
    known = {command.name: command for command in generator().commands()}
    for name in HAND_WRITTEN:
        for line in re.findall(r"^semesta ([a-z][^#\n]*)", read(name), re.M):
            words = line.split()
            command = next((known[name] for n in (3, 2, 1) if (name := " ".join(words[:n])) in known), None)
            assert command, f"{name} shows a command that does not exist: {line}"
            spelled = {word for option in command.options for word in option.spelling.split(", ")}
            shown = {word for word in words if word.startswith("-")}
            assert shown <= spelled, f"{name}: {line} has unknown {shown - spelled}"
            required = {
                o.spelling.split(", ")[0]
                for o in command.options
                if o.default == "required" and o.spelling[0] == "-"
            }
            assert required <= shown, f"{name}: {line} lacks {required - shown}"


def dependencies() -> set[str]:
    project = tomllib.loads(read("pyproject.toml"))
    wanted = list(project["project"]["dependencies"])
    for group in project["dependency-groups"].values():
        wanted += group
    return {re.split(r"[<>=!~\[; ]", requirement)[0].lower() for requirement in wanted}


def test_every_dependency_says_what_it_is_for() -> None:
    rows = re.findall(r"^\| (`[^|]+) \| [^|]+ \| [^|]+ \| [^|]+ \|$", read("docs/dependencies.md"), re.M)
    named = {name.lower() for row in rows for name in re.findall(r"`([^`]+)`", row)}
    assert dependencies() <= named, f"docs/dependencies.md lacks {sorted(dependencies() - named)}"
    assert named - {"uv", "hatchling"} <= dependencies(), "docs/dependencies.md names what is gone"


def test_pinned_installer_is_the_documented_one() -> None:
    pinned = re.search(r"^uv==(\S+)", read("uv.requirements.txt"), re.M)
    assert pinned
    assert f"uv {pinned[1]}" in read("docs/dependencies.md")


def glossary() -> list[list[str]]:
    lines = [line for line in read("GLOSSARY.md").splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "---" not in line]


def test_glossary_terms_are_unique_and_complete() -> None:
    rows = [row for row in glossary() if row[0] != "English"]
    assert len(rows) > 40
    assert all(len(row) == 4 and all(row) for row in rows), (
        "each term has English, Indonesian, meaning, source"
    )
    for column in (0, 1):
        terms = [row[column].lower() for row in rows]
        assert len(terms) == len(set(terms)), sorted(t for t in terms if terms.count(t) > 1)


def test_glossary_holds_every_word_of_the_vocabularies() -> None:
    text = read("GLOSSARY.md")
    for word in (
        *tables.COVERAGES,
        *tables.BUCKETS,
        *tables.STATUSES,
        *tables.VITAL_STATUSES,
        *tables.OUTCOMES,
        *tables.CERTAINTIES,
    ):
        assert f"`{word}`" in text, word


def test_links_between_pages_lead_somewhere() -> None:
    for page in [path for path in tracked_text_files() if path.suffix == ".md"]:
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8")):
            if "://" not in target and not target.startswith("mailto:"):
                assert (page.parent / target).exists(), f"{page.relative_to(ROOT)} -> {target}"


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = sorted(
        int(path.name[:4]) for path in (ROOT / "docs" / "adr").glob("*.md") if path.name[0] == "0"
    )
    assert numbers == list(range(1, len(numbers) + 1))


def test_no_path_of_one_machine_is_in_the_repository() -> None:
    # Spelled in pieces, or this file would be the first to break the rule.
    folders = ["/".join(("", "work", name)) for name in ("main", "shared", ".library")]
    folders += ["/".join(("", "opt", name)) for name in ("pypi", "wheels")] + [
        "/".join(("", "tmp", "briefs"))
    ]
    folders += ["/".join(("", "home", "")), "/".join(("", "Users", ""))]
    for path in tracked_text_files():
        if path.name == "uv.lock":
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        for folder in folders:
            assert folder not in text, f"{path.relative_to(ROOT)} names {folder}"


def test_the_map_of_the_documentation_is_understood(tmp_path: Path) -> None:
    from semesta.sources.fields import FIELDS
    from semesta.sources.layouts import read_map

    page = read("docs/files.md")
    example = re.search(r"```yaml\n(.*?)```", page, re.S)
    assert example
    (tmp_path / "map.yaml").write_text(example[1], encoding="utf-8")
    layout = read_map(tmp_path / "map.yaml")
    assert layout.headers and layout.values and layout.constants
    for kind, fields in FIELDS.items():
        for field in fields:
            assert f"`{field}`" in page, f"docs/files.md lacks {field} of {kind}"
