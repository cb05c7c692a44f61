"""The few shapes of arrays that pass between the steps of recognition."""

from __future__ import annotations

from typing import Any, TypeAlias

from numpy.typing import NDArray

Picture: TypeAlias = NDArray[Any]
"""A page in colour: height × width × 3, RGB, octets (OpenCV's own types say less than that)."""

Grey: TypeAlias = NDArray[Any]
"""A page in grey, or a mask (0 or 255): height × width."""

Quad: TypeAlias = NDArray[Any]
"""Four corners (x, y) in pixels, 4 × 2: top left, top right, bottom right, bottom left."""

Array: TypeAlias = NDArray[Any]
