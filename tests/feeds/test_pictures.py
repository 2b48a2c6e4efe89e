from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from renderer.feeds import resolve_image


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "secret.png").write_bytes(b"x")
    campaign = tmp_path / "campaign"
    (campaign / "images").mkdir(parents=True)
    for name in ("Pics/1.webp", "images/kettle red.png", "images/Pot.JPG", "images/12345.webp", "images/v1.7.png"):
        (campaign / name).parent.mkdir(exist_ok=True)
        (campaign / name).write_bytes(b"x")
    (campaign / "images/out.png").symlink_to(tmp_path / "secret.png")
    (campaign / "elsewhere").symlink_to(tmp_path)
    return campaign


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        ("Pics/1.webp", "Pics/1.webp"),
        ("Pics\\1.webp", "Pics/1.webp"),
        ("Pics/1.jpg", "Pics/1.webp"),
        ("pot.jpg", "images/Pot.JPG"),
        ("media/pot.png", "images/Pot.JPG"),
        ("https://cdn.example/x/kettle%20red.png?w=300#a", "images/kettle red.png"),
        ("//cdn.example/Pot.jpg", "images/Pot.JPG"),
        ("https://cdn.example/image/12345?w=300", "images/12345.webp"),
        ("https://cdn.example/v1.7", "images/v1.7.png"),
        ("https://cdn.example/none.png", None),
        ("https://cdn.example/", None),
        ("https://cdn.example/..%2f..%2fsecret.png", None),
        ("../secret.png", None),
        ("../../etc/passwd", None),
        ("images/../../secret.png", None),
        ("/etc/passwd", None),
        ("C:/secret.png", None),
        ("file:///etc/passwd", None),
        ("data:image/png;base64,xx", None),
        ("out.png", None),
        ("elsewhere/secret.png", None),
        ("elsewhere/SECRET.jpg", None),
        ("a\0b.png", None),
        ("x" * 5000, None),
        ("http://[bad/x.png", None),
        ("", None),
        (".", None),
        ("Pics", None),
    ],
)
def test_references(folder: Path, reference: str, found: str | None) -> None:
    expected = None if found is None else folder / found
    resolved = resolve_image(reference, folder, folder / "images")
    assert resolved == expected


def test_addresses_need_an_images_folder(folder: Path) -> None:
    assert resolve_image("https://cdn.example/Pot.JPG", folder, None) is None
    assert resolve_image("Pot.JPG", folder, folder / "absent") is None


@pytest.fixture
def spelled(tmp_path: Path) -> Path:
    """Accents as macOS writes them, as most write them, and as an old Windows did."""
    for name in ("Été/Crème brûlée.png", "pâté.webp", "sale/pot.png"):
        file = tmp_path / unicodedata.normalize("NFD", name)
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(b"x")
    (tmp_path / "Œuf.jpg").write_bytes(b"x")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/p\xeache.png")).write_bytes(b"x")
    return tmp_path


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    ("reference", "name"),
    [
        ("Été/Crème brûlée.png", "Crème brûlée.png"),
        ("été/crème Brûlée.jpg", "Crème brûlée.png"),
        ("https://cdn.example/media/p%C3%A2t%C3%A9.webp", "pâté.webp"),
        ("pâté.png", "pâté.webp"),
        ("Œuf.jpg", "Œuf.jpg"),
        ("pêche.png", "p\udceache.png"),
        ("SALE/pot.png", "pot.png"),
    ],
)
def test_accents_may_be_composed_or_not(spelled: Path, reference: str, name: str, form: str) -> None:
    found = resolve_image(unicodedata.normalize(form, reference), spelled, spelled)
    assert found is not None
    assert unicodedata.normalize("NFC", found.name) == name


def test_of_names_that_differ_in_case_or_encoding_the_nearest_is_taken(tmp_path: Path) -> None:
    names = [unicodedata.normalize(form, name) for form in ("NFC", "NFD") for name in ("É.png", "é.png")]
    for name in names:
        (tmp_path / name).write_bytes(b"x")
    assert all(resolve_image(name, tmp_path, None) == tmp_path / name for name in names), "each one's own"
    (tmp_path / names[1]).unlink()
    assert resolve_image(names[1], tmp_path, None) == tmp_path / names[3], "its own case first"
    (tmp_path / names[3]).unlink()
    assert resolve_image(names[1], tmp_path, None) == tmp_path / names[2], "always the first in order"


def test_a_folder_of_a_picture_s_name_does_not_hide_it(tmp_path: Path) -> None:
    (tmp_path / "12345").mkdir()
    (tmp_path / "12345.webp").write_bytes(b"x")
    assert resolve_image("https://cdn.example/image/12345", tmp_path, tmp_path) == tmp_path / "12345.webp"
    assert resolve_image("none/12345.webp", tmp_path, None) is None


def test_accents_are_found_in_a_locale_without_them(spelled: Path) -> None:
    asked = "Été/Crème brûlée.png", "Œuf.jpg"
    code = (
        "import os, pathlib, sys, renderer.feeds as feeds; folder = pathlib.Path(sys.argv[1])\n"
        f"found = [feeds.resolve_image(name, folder, None) for name in {asked!a}]\n"
        "print(*(os.fsencode(one.name) for one in found))"
    )
    env = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    ran = subprocess.run([sys.executable, "-c", code, spelled], env=env, capture_output=True, text=True, check=True)
    wanted = [unicodedata.normalize("NFD", "Crème brûlée.png").encode(), "Œuf.jpg".encode()]
    assert ran.stdout == f"{wanted[0]!r} {wanted[1]!r}\n", ran
