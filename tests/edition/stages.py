"""A world in place of files, and a linker that needs none: what edition tests put below a build."""

from __future__ import annotations

from pathlib import Path

from semesta.edition import BuildRequest, Edition, Stages, build
from semesta.engine import Engine
from semesta.linkage import LinkageReport
from semesta.manifest import Interval, LinkError, SourceFile
from tests.coverage.world import AS_OF, World

NO_ERROR = LinkError(0, 0, Interval(0, 0, 0), Interval(0, 0, 0), "model")


def source_file(number: int, kind: str, rows: int, *, rejected: int = 0) -> SourceFile:
    return SourceFile(
        number=number, kind=kind, name=f"{kind}.csv", sha256="0" * 64, size_bytes=rows, encoding="utf-8",
        delimiter=",", header_row=1, columns={}, ignored_headers=(), rows_in=rows,
        rows_taken=rows - rejected, rows_rejected=rejected, cells_rejected=0,
    )  # fmt: skip


def stages(world: World, *, error: LinkError = NO_ERROR) -> Stages:
    """Stages that stage a world and its own links."""

    def read(engine: Engine, _: BuildRequest, __: Path) -> tuple[SourceFile, ...]:
        world.stage(engine, links=False)
        kinds = {"residents": world.residents, "members": world.members, "roster": world.rosters}
        return tuple(source_file(n, kind, len(rows)) for n, (kind, rows) in enumerate(kinds.items()))

    def link(engine: Engine) -> LinkageReport:
        with engine.step("link"):
            world.stage_links(engine)
        return LinkageReport(error, {})

    return Stages(read, link)


ALL_CAPS = frozenset({"unmatched_members", "unmatched_residents", "duplicate_cards", "reviewed_cards",
                      "departed_residents"})  # fmt: skip


def request(into: Path, *, threads: int | None = 1, name: str | None = None) -> BuildRequest:
    return BuildRequest(
        residents=(), members=(), as_of=AS_OF, into=into, threads=threads, name=name, accept_caps=ALL_CAPS
    )


def edition_of(world: World, into: Path, **options: str) -> Edition:
    return build(request(into, name=options.get("name")), stages=stages(world))
