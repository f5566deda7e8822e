"""One category of a taxonomy: what it is called, by which words it is known, and what its table may say."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_PARTED = re.compile(r"[、\n]")
_KEY = re.compile(r"[\w-]{1,40}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")
_FIRST = "zh-CN"

LENGTHS = {"name": 40, "description": 500}
"""Characters of a text. It is one for all languages, or a table of them: ``name.zh-CN``, ``name.en``."""

WORDS = ("seeds", "words", "praised", "blamed", "except")
"""Fields that are lists: in brackets, or one text whose words are parted by 、 or by lines."""

MOST_WORDS, LONGEST_WORD = 2000, 40


class TaxonomyError(ValueError):
    """A taxonomy was refused. ``key`` names the sentence in the locale files, ``values`` fill it in:

    toml (line) · double (line) · none · too_many (most) · not_a_table (category) · bad_key (category) ·
    unknown_field (category, field) · no_name (category) · same_name (category, name) ·
    not_text (category, field) · too_long (category, field, most) · not_words (category, field) ·
    too_many_words (category, field, most) · word_too_long (category, field, word, most)
    """

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(f"{key} {values}" if values else key)
        self.key, self.values = key, values


@dataclass(frozen=True)
class Category:
    """``seeds`` are shown to people and looked for; ``words`` are only looked for, each line of them kin;
    ``praised`` and ``blamed`` tell the mood as well; ``spared`` hold a seed and mean something else.

    ``name`` and ``description`` are read for words too: those in simplified Chinese where there are several.
    ``names`` and ``descriptions``: language -> text, where they are told by language; texts are read alike
    however these are worded."""

    key: str
    name: str
    description: str = ""
    seeds: tuple[str, ...] = ()
    words: tuple[tuple[str, ...], ...] = ()
    praised: tuple[str, ...] = ()
    blamed: tuple[str, ...] = ()
    spared: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    descriptions: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    def named(self, language: str) -> str:
        """What it is called in this language."""
        return self.names.get(language, self.name)

    def described(self, language: str) -> str:
        """What belongs to it, in this language."""
        return self.descriptions.get(language, self.description)


def read(key: str, table: object) -> Category:
    """The category that a table of TOML says. Raises TaxonomyError."""
    if not _KEY.fullmatch(key):
        raise TaxonomyError("bad_key", category=key[:40])
    if not isinstance(table, dict):
        raise TaxonomyError("not_a_table", category=key)
    for name in table:
        if name not in LENGTHS and name not in WORDS:
            raise TaxonomyError("unknown_field", category=key, field=name)
    names, descriptions = (_by_language(key, name, table.get(name, "")) for name in LENGTHS)
    if not names:
        raise TaxonomyError("no_name", category=key)
    lists = {name: _lines(key, name, table.get(name, [])) for name in WORDS}
    flat = {
        name: tuple(dict.fromkeys(word for line in lines for word in line)) for name, lines in lists.items()
    }
    return Category(
        key,
        _first(names),
        _first(descriptions),
        flat["seeds"],
        lists["words"],
        flat["praised"],
        flat["blamed"],
        flat["except"],
        {language: text for language, text in names.items() if language},
        {language: text for language, text in descriptions.items() if language},
    )


def _by_language(category: str, name: str, value: object) -> dict[str, str]:
    """Language -> text; one text for all languages is under no language, an empty one is left out."""
    told = value if isinstance(value, dict) else {"": value}
    for language in told:
        if language and not _LANGUAGE.fullmatch(language):
            raise TaxonomyError("unknown_field", category=category, field=f"{name}.{language[:40]}")
    texts = {language: _text(category, name, text) for language, text in told.items()}
    return {language: text for language, text in texts.items() if text}


def _first(texts: Mapping[str, str]) -> str:
    return texts.get(_FIRST) or next(iter(texts.values()), "")


def _text(category: str, name: str, value: object) -> str:
    if not isinstance(value, str):
        raise TaxonomyError("not_text", category=category, field=name)
    if len(value.strip()) > LENGTHS[name]:
        raise TaxonomyError("too_long", category=category, field=name, most=LENGTHS[name])
    return value.strip()


def _lines(category: str, name: str, value: object) -> tuple[tuple[str, ...], ...]:
    """The words line by line; a list in brackets is one line."""
    if isinstance(value, str):
        lines = [_PARTED.split(line) for line in value.split("\n")]
    elif isinstance(value, list) and all(isinstance(word, str) for word in value):
        lines = [value]
    else:
        raise TaxonomyError("not_words", category=category, field=name)
    stripped = [tuple(word.strip() for word in line if word.strip()) for line in lines]
    _within_limits(category, name, [word for line in stripped for word in line])
    return tuple(line for line in stripped if line)


def _within_limits(category: str, name: str, words: list[str]) -> None:
    if len(words) > MOST_WORDS:
        raise TaxonomyError("too_many_words", category=category, field=name, most=MOST_WORDS)
    for word in words:
        if len(word) > LONGEST_WORD:
            raise TaxonomyError(
                "word_too_long", category=category, field=name, word=word[:20], most=LONGEST_WORD
            )
