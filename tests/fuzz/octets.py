"""Damage that knows nothing of formats: bits, cuts, repeats, numbers at their limits."""

from __future__ import annotations

import random
import re
import struct
from collections.abc import Callable

MOST = 3_000_000
"""Octets that a damaged input may grow to: what a mail carries in a moment. Larger ones are tests of their own."""

LIMITS = (0, 1, -1, 2, 127, 128, 255, 256, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFFF, 0xFFFFFFFE)
NUMBER = re.compile(rb"\d{1,10}")

Damage = Callable[[random.Random, bytes, bytes], bytes]
"""(dice, octets, octets of another input) → octets."""


def _span(dice: random.Random, data: bytes) -> tuple[int, int]:
    """A stretch of `data`, mostly a short one."""
    start = dice.randrange(len(data) + 1)
    return start, min(len(data), start + int(dice.expovariate(1 / dice.choice((4, 60, 2000)))))


def flip_bits(dice: random.Random, data: bytes, other: bytes) -> bytes:
    out = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 8, 40)) if out else 0):
        out[dice.randrange(len(out))] ^= 1 << dice.randrange(8)
    return bytes(out)


def cut_short(dice: random.Random, data: bytes, other: bytes) -> bytes:
    return data[: dice.randrange(len(data) + 1)]


def lose_a_stretch(dice: random.Random, data: bytes, other: bytes) -> bytes:
    start, end = _span(dice, data)
    return data[:start] + data[end:]


def repeat_a_stretch(dice: random.Random, data: bytes, other: bytes) -> bytes:
    start, end = _span(dice, data)
    times = min(dice.choice((2, 3, 30, 3000)), 1_000_000 // max(1, end - start))
    return data[:start] + data[start:end] * times + data[end:]


def splice(dice: random.Random, data: bytes, other: bytes) -> bytes:
    return data[: dice.randrange(len(data) + 1)] + other[dice.randrange(len(other) + 1) :]


def insert_from_other(dice: random.Random, data: bytes, other: bytes) -> bytes:
    start, end = _span(dice, other)
    place = dice.randrange(len(data) + 1)
    return data[:place] + other[start:end] + data[place:]


def blank_a_stretch(dice: random.Random, data: bytes, other: bytes) -> bytes:
    start, end = _span(dice, data)
    return data[:start] + dice.choice((b"\0", b"\xff", b" ", b"\n")) * (end - start) + data[end:]


def binary_number(dice: random.Random, data: bytes, other: bytes) -> bytes:
    """Set a number of 1, 2 or 4 octets to a limit, mostly near the front, where sizes and places stand."""
    out = bytearray(data)
    width = dice.choice((1, 2, 4))
    reach = dice.choice((64, 600, len(out)))
    if len(out) > width:
        at = dice.randrange(min(reach, len(out) - width + 1))
        value = dice.choice(LIMITS) & ((1 << 8 * width) - 1)
        out[at : at + width] = struct.pack("<I", value)[:width]
    return bytes(out)


def written_number(dice: random.Random, data: bytes, other: bytes) -> bytes:
    """Set a number in digits to a limit: a width, a count, a place in a PDF."""
    found = list(NUMBER.finditer(data, 0, 200_000))
    if not found:
        return binary_number(dice, data, other)
    hit = dice.choice(found)
    return data[: hit.start()] + str(dice.choice((*LIMITS, 10**9, 10**18))).encode() + data[hit.end() :]


def swap_lines(dice: random.Random, data: bytes, other: bytes) -> bytes:
    lines = data.split(b"\n")
    one, two = dice.randrange(len(lines)), dice.randrange(len(lines))
    lines[one], lines[two] = lines[two], lines[one]
    return b"\n".join(lines)


DAMAGES: tuple[Damage, ...] = (
    flip_bits,
    cut_short,
    lose_a_stretch,
    repeat_a_stretch,
    splice,
    insert_from_other,
    blank_a_stretch,
    binary_number,
    written_number,
    swap_lines,
)


def damaged(dice: random.Random, data: bytes, other: bytes) -> bytes:
    """Return `data` damaged once to three times."""
    for _ in range(dice.choice((1, 1, 2, 3))):
        data = dice.choice(DAMAGES)(dice, data, other)[:MOST]
    return data
