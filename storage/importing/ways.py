"""What a cell may say for a choice: its key, or what it is called on the pages, in any language."""

from collections.abc import Collection, Mapping
from functools import cache

from storage import definitions
from storage.domain.importing import normal


@cache
def called(section: str, keys: Collection[str]) -> Mapping[str, str]:
    """normal() of what each of these keys is called under this section of the texts -> the key."""
    found = {normal(key): key for key in keys}
    for language in definitions.languages():
        texts = definitions.texts(language)
        for key in keys:
            if texts.has(f"{section}.{key}"):
                found.setdefault(normal(texts(f"{section}.{key}")), key)
    return found


@cache
def meant(section: str) -> Mapping[str, str]:
    """The same of a section of importing.toml."""
    table = definitions.importing()[section]
    return {normal(each): key for key, ways in table.items() for each in (key, *ways)}
