"""Text in, meaning out: offline, no I/O but loading its own data.

Importing this package loads nothing: a name is fetched when first used, and ``read_answer`` never brings in
NumPy, jieba or a model.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nlp.analysis import Analysis, analyse, use, version, warm
    from nlp.analysis.alike import likeness, signature
    from nlp.analysis.grams import FEATURES
    from nlp.analysis.learning import learned
    from nlp.analysis.model import used
    from nlp.analysis.taxonomy import Category, Taxonomy, TaxonomyError, general
    from nlp.answers import Reading, read_answer
    from nlp.several import read_answers
    from nlp.wording.text.normal import simplified
    from nlp.wording.wishes.complained import grieves
    from nlp.wording.wishes.danger import alarm
    from nlp.wording.wishes.pleading import laments, pleads

__all__ = [
    "FEATURES",
    "Analysis",
    "Category",
    "Reading",
    "Taxonomy",
    "TaxonomyError",
    "alarm",
    "analyse",
    "general",
    "grieves",
    "laments",
    "learned",
    "likeness",
    "pleads",
    "read_answer",
    "read_answers",
    "signature",
    "simplified",
    "use",
    "used",
    "version",
    "warm",
]

_HOME = {
    "alarm": "nlp.wording.wishes.danger",
    "grieves": "nlp.wording.wishes.complained",
    "laments": "nlp.wording.wishes.pleading",
    "pleads": "nlp.wording.wishes.pleading",
    "Analysis": "nlp.analysis",
    "analyse": "nlp.analysis",
    "use": "nlp.analysis",
    "version": "nlp.analysis",
    "warm": "nlp.analysis",
    "FEATURES": "nlp.analysis.grams",
    "used": "nlp.analysis.model",
    "Category": "nlp.analysis.taxonomy",
    "Taxonomy": "nlp.analysis.taxonomy",
    "TaxonomyError": "nlp.analysis.taxonomy",
    "general": "nlp.analysis.taxonomy",
    "learned": "nlp.analysis.learning",
    "likeness": "nlp.analysis.alike",
    "signature": "nlp.analysis.alike",
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
