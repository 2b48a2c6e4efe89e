"""Every check, in the order in which findings are told."""

from __future__ import annotations

from renderer.checks import (
    contrast_too_low,
    contrast_unmeasured,
    edge_crowded,
    logo_clear_space,
    logo_missing,
    logo_too_small,
    mention_dropped,
    price_broken,
    price_no_prior,
    product_covered,
    product_cut_off,
    product_upscaled,
    safe_zone_intrusion,
    size_refused,
    size_wrong,
    text_ellipsis,
    text_missing_glyph,
    text_overflow,
    text_overlap,
    text_too_small,
    weight_too_heavy,
)
from renderer.checks.base import Check

ALL: tuple[Check, ...] = (
    size_wrong.CHECK,
    size_refused.CHECK,
    weight_too_heavy.CHECK,
    text_overflow.CHECK,
    text_overlap.CHECK,
    text_too_small.CHECK,
    text_missing_glyph.CHECK,
    text_ellipsis.CHECK,
    contrast_too_low.CHECK,
    contrast_unmeasured.CHECK,
    price_broken.CHECK,
    price_no_prior.CHECK,
    mention_dropped.CHECK,
    safe_zone_intrusion.CHECK,
    edge_crowded.CHECK,
    product_cut_off.CHECK,
    product_covered.CHECK,
    product_upscaled.CHECK,
    logo_missing.CHECK,
    logo_too_small.CHECK,
    logo_clear_space.CHECK,
)
