"""From the analysis of a text to what staff see of it: marks in the words, and the words that it rests on."""

from collections.abc import Sequence

from markupsafe import Markup

from admin import marking
from admin.marking import Kind, Mark
from storage import written
from storage.domain import quoting
from storage.domain.judging import mood
from storage.domain.locale import Texts
from storage.queries.analysed import Analysed
from storage.queries.quoted import Quote
from storage.written import Part

SURE = ((0.85, "high"), (0.65, "middle"), (0.0, "low"))
"""From which confidence on a mood is told as sure, fairly sure, hardly."""
OFFENSIVE = 0.5
LEANINGS: dict[str, Kind] = {"positive": "praise", "negative": "blame", "neutral": "basis"}


def marked(part: Part, analysis: Analysed | None, texts: Texts, hide: bool = False) -> Markup:
    """One part of a text with its marks; with `hide` what tells who somebody is cannot be read."""
    words, marks = part.text, marks_of(analysis)
    if hide and analysis:
        words = quoting.masked(words, written.within(part, _personal(analysis)))
    return marking.html(words, marking.moved(marks, part.start), _names(texts))


def marked_quote(quote: Quote, texts: Texts) -> Markup:
    """A typical sentence with the words in it that speak of the matter."""
    mark = Mark(quote.start, quote.end, leaning(quote.polarity))
    return marking.html(quote.words, [mark], _names(texts))


def _names(texts: Texts) -> dict[str, str]:
    return {kind: texts(f"page.mark.{kind}") for kind in marking.KINDS}


def marks_of(analysis: Analysed | None) -> list[Mark]:
    """What is marked in the whole text: praised and blamed matters, and what else the reading rests on, which
    in an urgent or unsafe text is what makes it so."""
    if analysis is None:
        return []
    matters = [Mark(matter.start, matter.end, leaning(matter.polarity)) for matter in analysis.categories]
    alarming = analysis.safety or analysis.urgency != "routine"
    kind: Kind = "urgent" if alarming else leaning(analysis.polarity)
    rest = [Mark(start, end, kind) for start, end in analysis.evidence]
    return matters + [mark for mark in rest if not any(_overlap(mark, matter) for matter in matters)]


def matters_of(analysis: Analysed) -> list[tuple[str, float]]:
    """Each matter that the text speaks of, once, with how it leans in all that is said of it; best first."""
    found: dict[str, list[float]] = {}
    for matter in analysis.categories:
        found.setdefault(matter.category, []).append(matter.polarity)
    return [(category, sum(each) / len(each)) for category, each in found.items()]


def offends(analysis: Analysed) -> bool:
    """Whether the words are such that nobody should have to read them unprepared."""
    return analysis.offensive >= OFFENSIVE


def leaning(polarity: float) -> Kind:
    """Praise, blame, or neither."""
    return LEANINGS[mood(polarity)]


def sure(confidence: float) -> str:
    """high, middle or low."""
    return next(name for least, name in SURE if confidence >= least)


def quoted(parts: Sequence[Part], analysis: Analysed, start: int, end: int, hide: bool = False) -> str:
    """These characters of the whole text; nothing where there are none. `hide`: as `marked` does."""
    whole = written.whole(parts)
    shown = quoting.masked(whole, _personal(analysis)) if hide else whole
    return shown[max(0, start) : max(0, end)].strip()


def rests_on(parts: Sequence[Part], analysis: Analysed, hide: bool = False) -> list[str]:
    """The words that the reading rests on, each once, in the order of the text. `hide`: as `marked` does."""
    words = [quoted(parts, analysis, start, end, hide) for start, end in sorted(analysis.evidence)]
    return [word for word in dict.fromkeys(words) if word.strip(quoting.HIDDEN)]


def keywords_of(parts: Sequence[Part], analysis: Analysed, hide: bool = False) -> list[str]:
    """Its keywords; with `hide` without those that tell who somebody is."""
    spans = _personal(analysis) if hide else []
    personal = [written.whole(parts)[max(0, start) : max(0, end)].lower() for start, end in spans]
    return [word for word in analysis.keywords if not any(word in told for told in personal)]


def _personal(analysis: Analysed) -> list[tuple[int, int]]:
    return [(start, end) for _, start, end in analysis.personal]


def _overlap(one: Mark, other: Mark) -> bool:
    return one.start < other.end and other.start < one.end
