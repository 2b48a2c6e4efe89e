from __future__ import annotations

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
