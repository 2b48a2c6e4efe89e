from __future__ import annotations

import pytest

from renderer.errors import placeless


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("/tmp/x/src/images/blank.jpg: shows nothing", "blank.jpg: shows nothing"),
        ("No such file: '/tmp/x/a.png'", "No such file: 'a.png'"),
        ("C:\\Users\\me\\a.png: broken", "a.png: broken"),
        ("images/a.png: broken", "images/a.png: broken"),
        ("../images/a.png: broken", "../images/a.png: broken"),
        ("https://x.example/a/b and //cdn.example/a/b", "https://x.example/a/b and //cdn.example/a/b"),
        ("4 px / 2, and/or 1/2", "4 px / 2, and/or 1/2"),
    ],
)
def test_of_an_absolute_path_the_name_stays(text: str, told: str) -> None:
    assert placeless(text) == told
