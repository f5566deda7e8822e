"""The table by which characters are folded: nlp/data/models/folded.npz."""

import unicodedata
from pathlib import Path

import numpy as np
from opencc import OpenCC

_UNSEEN = {"Cc", "Cf", "Cs", "Mn", "Me", "Zl", "Zp", "Zs"}
_HAN = range(0x3400, 0xA000)


def fold(sign: str) -> str:
    """One character for one: NFKC, lower case, a space for what cannot be seen; its script is left alone."""
    for form in (unicodedata.normalize("NFKC", sign), sign):
        if len(form) == 1:
            break
    if unicodedata.category(form) in _UNSEEN:
        return " "
    return form.lower() if len(form.lower()) == 1 else form


def pairs() -> dict[int, int]:
    """Every code point that is folded to another one."""
    simplified = OpenCC("t2s").convert("\n".join(map(chr, _HAN))).split("\n")
    script = {chr(code): form for code, form in zip(_HAN, simplified, strict=True) if len(form) == 1}
    folded = {code: fold(chr(code)) for code in range(1, 0x110000)}
    return {
        code: ord(script.get(form, form))
        for code, form in folded.items()
        if script.get(form, form) != chr(code)
    }


def write(folder: Path) -> None:
    """Make the table anew."""
    found = pairs()
    signs = np.array(sorted(found), np.uint32)
    np.savez_compressed(
        folder / "folded.npz",
        signs=signs,
        folded=np.array([found[code] for code in sorted(found)], np.uint32),
    )
