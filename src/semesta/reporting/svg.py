"""Small SVG: elements with escaped text and attributes."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape


def element(name: str, *children: str | Markup, **attributes: str | float | int | None) -> Markup:
    """`<name attr="...">children</name>`; text is escaped, Markup is not; `class_` and `font_size` lose the `_`."""
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_plain(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = Markup("").join(escape(child) for child in children)
    return Markup(f"<{name}{given}>{inner}</{name}>" if inner else f"<{name}{given}/>")  # noqa: S704 - parts are escaped above


def drawing(
    parts: Iterable[Markup],
    *,
    kind: str,
    width: float,
    height: float,
    title: str,
    description: str,
    key: str,
) -> Markup:
    """A whole SVG that a screen reader announces by its title and description.

    `kind` is its class in the style sheet, `key` is unique on the page.
    """
    return element(
        "svg",
        element("title", title, id=f"{key}-title"),
        element("desc", description, id=f"{key}-desc"),
        *parts,
        viewBox=f"0 0 {_plain(width)} {_plain(height)}",
        role="img",
        aria_labelledby=f"{key}-title {key}-desc",
        class_=f"drawing {kind}",
    )


def _plain(value: str | float | int) -> str:
    if isinstance(value, float):
        return f"{value:.1f}".rstrip("0").rstrip(".")
    return str(value)
