"""CNS 11643 planes 1 and 2, the traditional characters of ISO-2022-CN, which Python has no codec for.

They stand in the order of Big5 but for a few: from each place on, by how many places Big5 differs.
"""

from bisect import bisect_right
from typing import Final

_ROW: Final = 94
_BIG5_ROW: Final = 157
_FIRST_HANZI: Final = (0x44 - 0x21) * _ROW

_SIGNS: Final = (
    (0, 0), (21, 2), (22, 2), (23, 0), (24, -2), (26, 0), (73, 1), (74, -1), (75, 0), (127, 1), (128, -1),
    (129, 0), (148, 1), (149, -1), (150, 0), (155, -134), (156, 0), (282, -48), (470, 5402),
)  # fmt: skip
_FREQUENT: Final = (
    (0, 0), (1412, 1), (1836, -424), (1837, 0), (3713, 387), (3714, -1), (4101, 0), (4626, 189), (4627, -1),
    (4816, 0), (4900, 146), (4901, -1), (4955, 0), (4956, -2), (4957, -1), (5047, 0),
)  # fmt: skip
_SELDOM: Final = (
    (0, 0), (10, 1), (43, 49), (44, 0), (92, 1), (138, 168), (139, 0), (306, 1), (2146, 648), (2147, 1),
    (2255, 2), (2792, -645), (2793, 2), (2893, -637), (2894, 1), (3293, 2), (4930, 551), (4931, 1),
    (5077, 542), (5078, 0), (5365, 863), (5366, -1), (5482, 0), (5619, 1), (5723, 422), (5724, 0), (5946, 1),
    (6144, 2), (6226, 3), (6312, -366), (6313, 2), (6321, 3), (6474, 4), (6530, 304), (6531, 3),
    (6644, -321), (6645, 2), (6787, -310), (6788, 1), (6833, 2), (6904, 196), (6905, 1), (7099, 2),
    (7589, 45), (7590, 1), (7633, 2), (7634, 3), (7645, -9), (7646, 2),
)  # fmt: skip


def text(content: bytes, plane: int) -> str:
    """Pairs of bytes from 0x21 to 0x7E; what is in neither plane becomes U+FFFD."""
    pairs = zip(content[::2], content[1::2], strict=False)
    return "".join(_character((row - 0x21) * _ROW + column - 0x21, plane) for row, column in pairs)


def _character(place: int, plane: int) -> str:
    if plane == 1 and place < _FIRST_HANZI:
        return _big5(place, _SIGNS, 0xA1)
    if plane == 1:
        return _big5(place - _FIRST_HANZI, _FREQUENT, 0xA4)
    return _big5(place, _SELDOM, 0xC9)


def _big5(place: int, differs: tuple[tuple[int, int], ...], lead: int) -> str:
    at = bisect_right(differs, (place, 1 << 16)) - 1
    row, trail = divmod(place + differs[at][1], _BIG5_ROW)
    trail += 0x40 if trail < 63 else 0x62
    try:
        return bytes((lead + row, trail)).decode("big5hkscs")
    except (UnicodeDecodeError, ValueError):
        return "\ufffd"
