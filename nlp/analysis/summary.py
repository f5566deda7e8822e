"""The sentences that sum up a long text, by SnowNLP's TextRank. For the worker: SnowNLP takes seconds and
400 MB to load, so it is loaded here, when first asked, and by nothing else."""

import re

_SENTENCE = re.compile(r"[^。!！?？;；\n]+[。!！?？;；]*")
_LONG = 80  # characters; a shorter text is not worth the loading
_SENTENCES = 60  # read of a text: each is held against every other
_LONGEST = 200  # characters of a sentence that its likeness to others is reckoned from


def summary(text: str, most: int = 2) -> list[str]:
    """At most this many of its sentences, as written and in their order; the first of a short text."""
    sentences = [found[0].strip() for found in _SENTENCE.finditer(text)]
    said = [sentence for sentence in sentences if any(sign.isalnum() for sign in sentence)][:_SENTENCES]
    if len(said) <= most or len(text) < _LONG:
        return said[: max(most, 0)]
    best = sorted(_ranked([sentence[:_LONGEST] for sentence in said])[:most])
    return [said[place] for place in best]


def _ranked(sentences: list[str]) -> list[int]:
    """The places of the sentences, the one most like all others first."""
    from snownlp import normal, seg  # noqa: PLC0415 - see above
    from snownlp.summary import textrank  # noqa: PLC0415

    words = [normal.filter_stop(seg.seg(sentence)) for sentence in sentences]
    if not any(words):  # nothing but stop words: all are alike
        return list(range(len(sentences)))
    rank = textrank.TextRank(words)
    rank.solve()
    return list(rank.top_index(len(sentences)))
