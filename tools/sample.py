"""Draws creatives by a fixed seed from campaigns and makes them, to be judged by eye: docs/quality.md has the scores.

    python tools/sample.py --count 60 --seed 2026 --output OUT bed/campaigns/*

As many of each campaign, whatever its size. Prints a number, the campaign, the key and the file of each.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
from pathlib import Path

from renderer.commands.rendering import planned
from renderer.stages.plan import Selection


def keys(campaign: Path, output: Path) -> list[str]:
    """The key of every creative that a campaign makes."""
    made, _ = planned(campaign, output, Selection(), None)
    return sorted(job.key for job in made.jobs())


def drawn(campaigns: list[Path], output: Path, count: int, seed: int) -> list[tuple[Path, str]]:
    """Campaign and key of so many creatives; the same ones for the same seed and campaigns."""
    chance = random.Random(seed)
    each = -(-count // len(campaigns))
    found = [(one, key) for one in sorted(campaigns) for key in chance.sample(keys(one, output), each)]
    chance.shuffle(found)
    return found[:count]


def main() -> None:
    """Makes the creatives and prints one a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("campaigns", nargs="+", type=Path)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=2026)
    asked = parser.parse_args()
    render = str(Path(sys.executable).with_name("render"))
    for number, (campaign, key) in enumerate(drawn(asked.campaigns, asked.output, asked.count, asked.seed), 1):
        made = [render, str(campaign), "--output", str(asked.output), "--only", key]
        subprocess.run(made, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        files = sorted((asked.output / campaign.name).glob(f"{key}/*.*"))
        print(f"{number:02}\t{campaign.name}\t{key}\t{files[0] if files else 'not made'}", flush=True)


if __name__ == "__main__":
    main()
