"""The refresh script reads a tarball of npm, says what would change, and refuses a damaged one."""

from __future__ import annotations

import importlib.util
import io
import json
import tarfile
from pathlib import Path
from types import ModuleType

import pytest

from semesta.regions import Regions
from semesta.regions.gazetteer import pack, read_packed

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "refresh_regions.py"
TABLES = {
    "provinces.csv": "code,name\n18,Lampung\n",
    "regencies.csv": "code,province_code,name\n18.71,18,Kota  Bandar Lampung\n",
    "districts.csv": "code,regency_code,name\n18.71.01,18.71,Kedaton\n",
    "villages.csv": 'code,district_code,name\n18.71.01.1004,18.71.01,Surabaya\n18.71.01.1099,18.71.01,"Baru, Jaya"\n',
}


def tarball(folder: Path, tables: dict[str, str]) -> Path:
    """A tarball as `npm pack` makes it."""
    path = folder / "idn-area-data-9.9.9.tgz"
    files = {f"package/data/{name}": text for name, text in tables.items()}
    files["package/package.json"] = json.dumps({"version": "9.9.9"})
    files["package/data/LICENSE.md"] = "# Open Database License (ODbL)\n"
    with tarfile.open(path, "w:gz") as tar:
        for name, text in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(text.encode())
            tar.addfile(member, io.BytesIO(text.encode()))
    return path


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("refresh_regions", SCRIPT)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_tarball_becomes_the_shipped_form(script: ModuleType, tmp_path: Path) -> None:
    version, regions, licence = script.read_tarball(tarball(tmp_path, TABLES))
    again = read_packed(pack(regions, version))
    assert (again.version, len(again)) == ("9.9.9", 5)
    names = [again.path_name(code) for code in ("18.71.01.1004", "18.71.01.1099")]
    assert names == [
        f"{n}, Kecamatan Kedaton, Kota Bandar Lampung, Lampung" for n in ("Surabaya", "Baru, Jaya")
    ]
    assert licence.startswith(b"# Open Database License")


def test_changes_are_listed_code_by_code(
    script: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, regions, _ = script.read_tarball(tarball(tmp_path, TABLES))
    renamed = TABLES | {"villages.csv": "code,district_code,name\n18.71.01.1004,18.71.01,Surabaya Ilir\n"}
    script.print_changes(Regions(regions), script.read_tarball(tarball(tmp_path, renamed))[1])
    assert capsys.readouterr().out.splitlines()[-3:] == [
        "village: 2 -> 1; 0 came, 1 went, 1 renamed",
        "  - 18.71.01.1099 Baru, Jaya",
        "  ~ 18.71.01.1004 Surabaya -> Surabaya Ilir",
    ]


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("villages.csv", "18.71.02.1001,18.71.02,Sukarame"),  # no such district
        ("villages.csv", "18.71.01.1004,18.71.01,Surabaya"),  # twice
        ("villages.csv", "18.71.01.5001,18.71.01,Surabaya"),  # no such kind of village
        ("villages.csv", "18.71.01,18.71.01,Surabaya"),  # a district among the villages
        ("districts.csv", "18.71.02,18.71,"),  # no name
    ],
)
def test_a_damaged_tarball_stops_the_script(script: ModuleType, tmp_path: Path, file: str, line: str) -> None:
    damaged = TABLES | {file: TABLES[file] + line + "\n"}
    with pytest.raises(SystemExit):
        script.read_tarball(tarball(tmp_path, damaged))


def test_the_licence_and_the_attribution_are_shipped_beside_the_data() -> None:
    from importlib import resources

    data = resources.files("semesta.regions").joinpath("data")
    assert "Open Database License" in data.joinpath("LICENSE-ODbL.md").read_text(encoding="utf-8")
    notice = data.joinpath("NOTICE.md").read_text(encoding="utf-8")
    assert f"idn-area-data {Regions.load().version}" in notice and "ODbL" in notice
