"""What of a picture is stretched beyond a calm side to draw it on: free of the streaks that its grain would leave."""

from __future__ import annotations

import numpy as np
from PIL import Image

from renderer.scene import Box

STRETCHED = 2.5  # times as far one way as the other, from which grain becomes streaks
CELLS = 14  # that stay of what changes along the seam: a shadow, no grain
EASED = 0.6  # of the way from the seam to the far end over which the grain goes


def unstreaked(image: Image.Image, crop: Box, size: tuple[int, int]) -> Image.Image:
    """A part of a picture (RGB) as it was resampled, `size` (px) the whole picture's and `crop` the part (shares).

    Where it is stretched far, only soft changes along the seam are left far from it, all of them at the seam itself."""
    across, down = image.width / (crop.w * size[0]), image.height / (crop.h * size[1])
    if down >= STRETCHED * across:
        return _smoothed(image, crop.y + crop.h / 2 < 0.5)
    if across >= STRETCHED * down:
        turned = image.transpose(Image.Transpose.TRANSPOSE)
        return _smoothed(turned, crop.x + crop.w / 2 < 0.5).transpose(Image.Transpose.TRANSPOSE)
    return image


def _smoothed(image: Image.Image, seam_below: bool) -> Image.Image:
    """Rows without what is fine in them; the nearer to the seam, above or below, the more of it stays."""
    width, height = image.size
    cells = min(CELLS, width)
    soft = image.resize((cells, height), Image.Resampling.BOX).resize((width, height), Image.Resampling.BICUBIC)
    ramp = np.minimum(255, np.arange(height, dtype=np.int64) * 255 // max(1, int(EASED * height)))
    rows = np.repeat((ramp[::-1] if seam_below else ramp).astype(np.uint8)[:, None], width, axis=1)
    return Image.composite(soft, image, Image.fromarray(rows))
