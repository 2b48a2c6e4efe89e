"""Every check, in the order in which findings are told."""

from __future__ import annotations

from renderer.checks.align_too_many_axes import CHECK as ALIGN_TOO_MANY_AXES
from renderer.checks.base import Check
from renderer.checks.click_hidden_host import CHECK as CLICK_HIDDEN_HOST
from renderer.checks.click_no_address import CHECK as CLICK_NO_ADDRESS
from renderer.checks.contrast_too_low import CHECK as CONTRAST_TOO_LOW
from renderer.checks.contrast_unmeasured import CHECK as CONTRAST_UNMEASURED
from renderer.checks.edge_crowded import CHECK as EDGE_CROWDED
from renderer.checks.edge_tension import CHECK as EDGE_TENSION
from renderer.checks.logo_clear_space import CHECK as LOGO_CLEAR_SPACE
from renderer.checks.logo_missing import CHECK as LOGO_MISSING
from renderer.checks.logo_too_small import CHECK as LOGO_TOO_SMALL
from renderer.checks.logo_unseen import CHECK as LOGO_UNSEEN
from renderer.checks.mention_dropped import CHECK as MENTION_DROPPED
from renderer.checks.motion_end_incomplete import CHECK as MOTION_END_INCOMPLETE
from renderer.checks.motion_flash import CHECK as MOTION_FLASH
from renderer.checks.motion_logo_moves import CHECK as MOTION_LOGO_MOVES
from renderer.checks.motion_mention_late import CHECK as MOTION_MENTION_LATE
from renderer.checks.motion_price_animated import CHECK as MOTION_PRICE_ANIMATED
from renderer.checks.motion_text_moves import CHECK as MOTION_TEXT_MOVES
from renderer.checks.motion_too_long import CHECK as MOTION_TOO_LONG
from renderer.checks.motion_too_many_loops import CHECK as MOTION_TOO_MANY_LOOPS
from renderer.checks.motion_unread import CHECK as MOTION_UNREAD
from renderer.checks.package_amp_invalid import CHECK as PACKAGE_AMP_INVALID
from renderer.checks.package_external_request import CHECK as PACKAGE_EXTERNAL_REQUEST
from renderer.checks.package_no_backup import CHECK as PACKAGE_NO_BACKUP
from renderer.checks.package_no_click_tag import CHECK as PACKAGE_NO_CLICK_TAG
from renderer.checks.package_no_size_meta import CHECK as PACKAGE_NO_SIZE_META
from renderer.checks.package_too_heavy import CHECK as PACKAGE_TOO_HEAVY
from renderer.checks.package_too_many_files import CHECK as PACKAGE_TOO_MANY_FILES
from renderer.checks.package_type_refused import CHECK as PACKAGE_TYPE_REFUSED
from renderer.checks.package_unused_file import CHECK as PACKAGE_UNUSED_FILE
from renderer.checks.picture_faint import CHECK as PICTURE_FAINT
from renderer.checks.picture_missing import CHECK as PICTURE_MISSING
from renderer.checks.picture_unusable import CHECK as PICTURE_UNUSABLE
from renderer.checks.price_broken import CHECK as PRICE_BROKEN
from renderer.checks.price_ends_early import CHECK as PRICE_ENDS_EARLY
from renderer.checks.price_no_prior import CHECK as PRICE_NO_PRIOR
from renderer.checks.price_unit_price_missing import CHECK as PRICE_UNIT_PRICE_MISSING
from renderer.checks.product_alone import CHECK as PRODUCT_ALONE
from renderer.checks.product_covered import CHECK as PRODUCT_COVERED
from renderer.checks.product_cut_off import CHECK as PRODUCT_CUT_OFF
from renderer.checks.product_dropped import CHECK as PRODUCT_DROPPED
from renderer.checks.product_too_small import CHECK as PRODUCT_TOO_SMALL
from renderer.checks.product_unseen import CHECK as PRODUCT_UNSEEN
from renderer.checks.product_upscaled import CHECK as PRODUCT_UPSCALED
from renderer.checks.rich_close_control import CHECK as RICH_CLOSE_CONTROL
from renderer.checks.safe_zone_corner import CHECK as SAFE_ZONE_CORNER
from renderer.checks.safe_zone_intrusion import CHECK as SAFE_ZONE_INTRUSION
from renderer.checks.safe_zone_page import CHECK as SAFE_ZONE_PAGE
from renderer.checks.size_refused import CHECK as SIZE_REFUSED
from renderer.checks.size_wrong import CHECK as SIZE_WRONG
from renderer.checks.space_empty import CHECK as SPACE_EMPTY
from renderer.checks.space_uneven_margins import CHECK as SPACE_UNEVEN_MARGINS
from renderer.checks.text_dropped import CHECK as TEXT_DROPPED
from renderer.checks.text_ellipsis import CHECK as TEXT_ELLIPSIS
from renderer.checks.text_missing_glyph import CHECK as TEXT_MISSING_GLYPH
from renderer.checks.text_overflow import CHECK as TEXT_OVERFLOW
from renderer.checks.text_overlap import CHECK as TEXT_OVERLAP
from renderer.checks.text_too_much import CHECK as TEXT_TOO_MUCH
from renderer.checks.text_too_small import CHECK as TEXT_TOO_SMALL
from renderer.checks.type_too_many_sizes import CHECK as TYPE_TOO_MANY_SIZES
from renderer.checks.weight_too_heavy import CHECK as WEIGHT_TOO_HEAVY

ALL: tuple[Check, ...] = (
    SIZE_WRONG,
    SIZE_REFUSED,
    WEIGHT_TOO_HEAVY,
    PACKAGE_TOO_HEAVY,
    PACKAGE_TOO_MANY_FILES,
    PACKAGE_TYPE_REFUSED,
    PACKAGE_UNUSED_FILE,
    PACKAGE_EXTERNAL_REQUEST,
    PACKAGE_NO_BACKUP,
    PACKAGE_NO_CLICK_TAG,
    PACKAGE_NO_SIZE_META,
    PACKAGE_AMP_INVALID,
    TEXT_OVERFLOW,
    TEXT_OVERLAP,
    TEXT_TOO_SMALL,
    TEXT_MISSING_GLYPH,
    TEXT_ELLIPSIS,
    TEXT_DROPPED,
    CONTRAST_TOO_LOW,
    CONTRAST_UNMEASURED,
    PRICE_BROKEN,
    PRICE_NO_PRIOR,
    PRICE_ENDS_EARLY,
    PRICE_UNIT_PRICE_MISSING,
    MENTION_DROPPED,
    SAFE_ZONE_INTRUSION,
    SAFE_ZONE_PAGE,
    SAFE_ZONE_CORNER,
    EDGE_CROWDED,
    PICTURE_MISSING,
    PICTURE_UNUSABLE,
    PICTURE_FAINT,
    PRODUCT_DROPPED,
    PRODUCT_ALONE,
    PRODUCT_CUT_OFF,
    PRODUCT_COVERED,
    PRODUCT_UPSCALED,
    PRODUCT_UNSEEN,
    LOGO_MISSING,
    LOGO_TOO_SMALL,
    LOGO_CLEAR_SPACE,
    LOGO_UNSEEN,
    CLICK_NO_ADDRESS,
    CLICK_HIDDEN_HOST,
    RICH_CLOSE_CONTROL,
    SPACE_UNEVEN_MARGINS,
    SPACE_EMPTY,
    ALIGN_TOO_MANY_AXES,
    EDGE_TENSION,
    TYPE_TOO_MANY_SIZES,
    TEXT_TOO_MUCH,
    PRODUCT_TOO_SMALL,
    MOTION_FLASH,
    MOTION_TOO_LONG,
    MOTION_TOO_MANY_LOOPS,
    MOTION_END_INCOMPLETE,
    MOTION_MENTION_LATE,
    MOTION_PRICE_ANIMATED,
    MOTION_UNREAD,
    MOTION_LOGO_MOVES,
    MOTION_TEXT_MOVES,
)
