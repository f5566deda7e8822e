"""Text in, meaning out: offline, no I/O but loading its own data.

Importing this package loads nothing: a name is fetched when first used, and ``read_answer`` never brings in
NumPy, jieba or a model.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nlp.analysis import Analysis, analyse, warm
    from nlp.answers import Reading, read_answer
    from nlp.several import read_answers
    from nlp.wording.text.normal import simplified

__all__ = ["Analysis", "Reading", "analyse", "read_answer", "read_answers", "simplified", "warm"]

_HOME = {
    "Analysis": "nlp.analysis",
    "analyse": "nlp.analysis",
    "warm": "nlp.analysis",
    "Reading": "nlp.answers",
    "read_answer": "nlp.answers",
    "read_answers": "nlp.several",
    "simplified": "nlp.wording.text.normal",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'nlp' has no attribute {name!r}")
    found: object = getattr(import_module(_HOME[name]), name)
    globals()[name] = found
    return found
