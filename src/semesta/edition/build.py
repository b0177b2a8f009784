"""From files to an edition: read, link, classify, write, check the laws, move into place."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import semesta
from semesta import linkage, sources
from semesta.coverage.classify import Classified, classify
from semesta.coverage.cube import build_cubes
from semesta.coverage.laws import require_laws
from semesta.coverage.rosters import match_rosters
from semesta.edition import caps
from semesta.edition.aside import LOCK, building_place, free_name, move_into_place, refused_by_disk, sync_file
from semesta.edition.counts import count_all
from semesta.edition.opened import MANIFEST, Edition, view_tables
from semesta.edition.places import make_regions, region_of_edition
from semesta.edition.request import BuildRequest
from semesta.edition.writing import table_files, write_tables
from semesta.engine import Engine
from semesta.linkage import LinkageReport
from semesta.manifest import Manifest, SourceFile, Step, TableFile
from semesta.rules import RULES_VERSION
from semesta.sources import Understanding

#: Makes the staged tables in the engine; gets the engine, the request and a scratch folder.
Reader = Callable[[Engine, BuildRequest, Path], tuple[SourceFile, ...]]
#: Makes `links` in the engine from the staged tables.
Linker = Callable[[Engine], LinkageReport]


@dataclass(frozen=True, slots=True)
class Stages:
    """The two rooms below that a build calls; tests and the register put others in their place."""

    read: Reader
    link: Linker = linkage.link


def build(
    request: BuildRequest,
    *,
    on_step: Callable[[str], None] | None = None,
    understood: tuple[Understanding, ...] | None = None,
    stages: Stages | None = None,
) -> Edition:
    """Build an edition and return it, opened.

    `on_step` hears the name of each step as it begins. `understood` is how the files were understood,
    if the caller has shown that to somebody already. Raises InputRefused (files), BuildStopped (caps),
    LawBroken (the figures contradict themselves), MachineFailed (disk, memory); in every case `into`
    is as it was before.
    """
    caps.require_known(request.accept_caps)
    stages = stages or Stages(read=functools.partial(_read_files, understood=understood))
    tell = on_step or (lambda _: None)
    wanted = request.name or request.as_of.isoformat()
    name = free_name(request.into, wanted, fixed=request.name is not None)
    with building_place(request.into, name) as aside:
        manifest = _build_aside(request, stages, aside, name, tell)
        tell("move")
        while True:
            _write_manifest(aside, manifest)
            if move_into_place(aside, request.into / manifest.name):
                return Edition.open(request.into / manifest.name)
            # Another builder took the name while we worked: the next free one.
            name = free_name(request.into, wanted, fixed=request.name is not None)
            manifest = replace(manifest, name=name)


def _read_files(
    engine: Engine, request: BuildRequest, scratch: Path, *, understood: tuple[Understanding, ...] | None
) -> tuple[SourceFile, ...]:
    known = understood if understood is not None else sources.understand(request.sources)
    return sources.read(engine, request.sources, known, scratch=scratch).files


def _build_aside(
    request: BuildRequest, stages: Stages, aside: Path, name: str, tell: Callable[[str], None]
) -> Manifest:
    scratch = aside / "scratch"
    try:
        scratch.mkdir()
        with Engine(scratch, memory_mb=request.memory, threads=request.threads, on_step=tell) as engine:
            manifest = _work(engine, request, stages, aside, name)
        tell("tidy")
        _remove_scratch(scratch)
        (aside / LOCK).unlink()
    except OSError as error:
        raise refused_by_disk(aside, error) from error
    return manifest


def _work(engine: Engine, request: BuildRequest, stages: Stages, aside: Path, name: str) -> Manifest:
    with engine.step("read"):
        files = stages.read(engine, request, aside / "scratch")
        caps.check_rejected(files, request.accept_caps)
    links = stages.link(engine)  # its own steps are told and timed: link.nik, link.score ...
    with engine.step("classify"):
        classified = classify(engine, request.as_of)
        match_rosters(engine)
    with engine.step("cube"):
        build_cubes(engine, request.as_of)
        make_regions(engine)
        counts = count_all(engine, files, request.as_of)
        caps.check_matched(counts, request.accept_caps, place=name)
    tables = _write(engine, aside, classified)
    with engine.step("laws"), Engine(memory_mb=request.memory, threads=request.threads) as reader:
        view_tables(reader, aside)
        laws = require_laws(reader, place=name)
    return Manifest(
        name=name,
        as_of=request.as_of,
        built_at=dt.datetime.now(dt.UTC).replace(microsecond=0),
        program_version=semesta.__version__,
        rules_version=RULES_VERSION,
        region=region_of_edition(engine),
        population_basis=request.population_basis,
        sources=files,
        tables=tables,
        counts=counts,
        laws=laws,
        link_error=links.error,
        linkage={**links.details, "accepted_caps": sorted(request.accept_caps)},
        steps=_steps(engine, counts),
    )


def _write(engine: Engine, aside: Path, classified: Classified) -> tuple[TableFile, ...]:
    with engine.step("write"):
        write_tables(engine, aside, classified.arrangement)
    with engine.step("seal"):
        return table_files(engine, aside)


def _steps(engine: Engine, counts: dict[str, int]) -> tuple[Step, ...]:
    rows = {
        "read": counts["rows_in"],
        "link.write": counts["links"],
        "classify": counts["residents"] + counts["departed"] + counts["members"],
        "write": counts["residents"] + counts["departed"] + counts["members"],
    }
    return tuple(
        Step(s.name, round(s.wall_seconds, 3), round(s.cpu_seconds, 3), s.peak_memory_mb, rows.get(s.name))
        for s in engine.steps
    )


def _write_manifest(aside: Path, manifest: Manifest) -> None:
    path = aside / MANIFEST
    try:
        path.unlink(missing_ok=True)  # it is read-only after a move that failed
        path.write_text(manifest.to_json(), encoding="utf-8")
        sync_file(path)
    except OSError as error:
        raise refused_by_disk(path, error) from error


def _remove_scratch(scratch: Path) -> None:
    for path in sorted(scratch.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    scratch.rmdir()
