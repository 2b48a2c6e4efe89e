"""What the gallery says beside the manifest: facts of the formats, and what networks let a file weigh."""

from __future__ import annotations

from typing import Any

from renderer.model.format import Format
from renderer.stages.load import Loaded
from renderer.stages.plan import placement_ids


def format_facts(loaded: Loaded) -> dict[str, dict[str, Any]]:
    """The catalogue's facts of each format, by id, as `reports.html` takes them."""
    return {
        one.id: {
            "name_en": one.name.get("en", one.id),
            "name_fr": one.name.get("fr", ""),
            "width": one.canvas()[0],
            "height": one.canvas()[1],
            "limit_kb": one.limits.still_kb(),
            "verified": one.verified,
            "source": ", ".join(one.source),
            "as_of": one.as_of.isoformat(),
            "status": one.status,
            "note": one.note,
            "safe_zone": {side: share for side, share in one.safe_zone.model_dump().items() if share},
            "page": _covered(one),
        }
        for one in loaded.catalogue.formats.values()
        if not one.no_still()
    }


def _covered(format_: Format) -> list[float]:
    """What the publisher's page covers of a skin: left, top, width and height as shares of the canvas; else nothing."""
    width, height = format_.canvas()
    left, top, wide, high = format_.page() or (0.0, 0.0, 0.0, 0.0)
    return [round(share, 4) for share in (left / width, top / height, wide / width, high / height)] if wide else []


def network_limits(loaded: Loaded) -> dict[str, dict[str, list[tuple[float, str]]]]:
    """What the networks of each placement let a file weigh: kB and the network's name, by placement and deliverable."""
    found: dict[str, dict[str, list[tuple[float, str]]]] = {}
    for at, placement in enumerate(placement_ids(loaded)):
        for profile in loaded.profiles(at):
            for deliverable in ("still", "backup", "gif", "html5", "video"):
                if (most := profile.limits.kb(deliverable)) is not None:
                    found.setdefault(placement, {}).setdefault(deliverable, []).append((most, profile.name))
    return found
