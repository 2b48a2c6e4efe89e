"""Draws creatives by a fixed seed from what runs have written, to be judged by eye: docs/quality.md has the scores.

python tools/sample.py --count 60 --seed 2026 output/spree output/eshop ...
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path


def drawn(folders: list[Path], count: int, seed: int) -> list[tuple[str, str, Path]]:
    """Campaign, key and file of so many creatives; the same ones for the same seed and runs."""
    found = []
    for folder in sorted(folders):
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        made = [one for one in manifest["creatives"] if one["files"]]
        found += [(folder.name, one["key"], folder / one["files"][0]["path"]) for one in made]
    return random.Random(seed).sample(sorted(found), min(count, len(found)))


def main() -> None:
    """Prints one creative a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=2026)
    asked = parser.parse_args()
    for campaign, key, path in drawn(asked.folders, asked.count, asked.seed):
        print(f"{campaign}\t{key}\t{path}")


if __name__ == "__main__":
    main()
