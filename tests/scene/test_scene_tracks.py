from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.tracks import IDENTITY, LINEAR, Affine, Keyframe, Track, eased, moved_by, value_at

SHARES = st.floats(0, 1)
EASES = st.tuples(SHARES, st.floats(-1, 2), SHARES, st.floats(-1, 2))


@pytest.mark.parametrize(
    ("ease", "share", "value"),
    [  # read off Chromium's Web Animations: a linear 0 to 1 under cubic-bezier(), at a tenth, a half, nine tenths
        ((0.16, 1, 0.3, 1), 0.1, 0.494391),
        ((0.16, 1, 0.3, 1), 0.5, 0.971779),
        ((0.76, 0, 0.24, 1), 0.1, 0.006567),
        ((0.76, 0, 0.24, 1), 0.5, 0.5),
        ((0.34, 1.45, 0.64, 1), 0.5, 1.04679),
        ((0.22, 0.61, 0.36, 1), 0.9, 0.996572),
    ],
)
def test_eases_as_a_browser_has_them(ease: tuple[float, float, float, float], share: float, value: float) -> None:
    assert eased(ease, share) == pytest.approx(value, abs=0.00001)


@given(EASES, SHARES)
def test_the_curve_meets_its_time(ease: tuple[float, float, float, float], share: float) -> None:
    """Linear in both coordinates comes back as it went in, whatever the x of the points."""
    x1, _, x2, _ = ease
    assert eased((x1, x1, x2, x2), share) == pytest.approx(share, abs=1e-5)
    assert eased(ease, 0) == 0
    assert eased(ease, 1) == 1


def test_a_cut_counts_from_its_time_on() -> None:
    track = Track("opacity", (Keyframe(0, (0.0,)), Keyframe(500, (0.0,)), Keyframe(500, (1.0,))))
    assert track.at(499.9) == (0.0,)
    assert track.at(500) == (1.0,)
    assert track.moving() == ((500, 500),)


def test_before_and_after() -> None:
    track = Track("move", (Keyframe(100, (4.0, 0.0)), Keyframe(200, (0.0, 2.0))))
    assert track.at(0) == (4.0, 0.0)
    assert track.at(150) == (2.0, 1.0)
    assert track.at(900) == (0.0, 2.0)
    assert value_at((track,), "scale", 100) is None


def test_scaled_and_turned_about_the_origin_then_moved() -> None:
    def tracks(**values: tuple[float, ...]) -> tuple[Track, ...]:
        return tuple(Track(name, (Keyframe(0, value),)) for name, value in values.items())  # type: ignore[arg-type]

    assert moved_by((), (5, 5), 0) == IDENTITY
    assert moved_by(tracks(move=(3, -2)), (5, 5), 0) == Affine(e=3, f=-2)
    doubled = moved_by(tracks(scale=(2,)), (10, 20), 0)
    assert doubled.point(10, 20) == (10, 20)
    assert doubled.point(11, 20) == (12, 20)
    turned = moved_by(tracks(turn=(90,), move=(1, 0)), (10, 20), 0)
    assert turned.point(12, 20) == pytest.approx((11, 22))  # clockwise, y downwards
    assert not turned.upright
    assert doubled.upright


def test_maps_one_after_the_other() -> None:
    move, grow = Affine(e=5), Affine(2, 0, 0, 2, 0, 0)
    assert move.after(grow).point(1, 1) == (7, 2)
    assert grow.after(move).point(1, 1) == (12, 2)
    assert IDENTITY.after(move) == move.after(IDENTITY) == move
    assert LINEAR == (0, 0, 1, 1)
