"""The survey as a version has it, with all that everybody in that version shares."""

from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from sqlalchemy.orm import Session

from bot.conversation.context import Context
from bot.conversation.talk import Talk
from storage import definitions, quotas, surveys
from storage.domain.survey import Survey
from storage.nameless import asks_who
from storage.settings import Settings


@lru_cache
def _shared(
    organisation: str,
    language: str,
    policy: str,
    largest_file: int,
    turn: int,  # noqa: ARG001 - tells one that is kept from the next
    *,
    scans: bool,
) -> Context:
    """`turn` is that of the definitions: with another policy or calendar, another context."""
    return Context(
        organisation=organisation,
        texts=definitions.texts(language),
        tongues={name: definitions.texts(name) for name in definitions.languages(language)},
        calendar=definitions.calendar(),
        policy=definitions.policy(policy),
        promises=definitions.promises(language=language),
        promised={name: definitions.promises(language=name) for name in definitions.languages(language)},
        largest_file=largest_file,
        scans=scans,
    )


_KEPT_AT_MOST = 100


@lru_cache(_KEPT_AT_MOST)
def _when_full(context: Context, full: frozenset[int]) -> Context:
    return replace(context, full=full)


_Former = tuple[int, Survey | None]
_NONE: Final[_Former] = (0, None)

_in_survey: dict[Any, Context] = {}
"""One object for all talks in a version, in every batch: by it a step is remembered."""


class Versions:
    """The contexts of the versions that the talks of one batch are in; `shared` is that of no survey."""

    def __init__(self, session: Session, settings: Settings) -> None:
        self._session = session
        self.shared = _shared(
            settings.organisation,
            settings.language,
            settings.policy,
            settings.upload_limit,
            definitions.turn(),
            scans=bool(settings.clamd),
        )
        self._by_version: dict[tuple[int, int, bool, bool], Context] = {}
        self._full: dict[int, frozenset[int]] = {}

    def of(self, version: int, offered: int, *, as_it_is: bool, nameless: bool = False) -> Context:
        """In this version, while that one is offered; not in a newer one if it is to be taken `as_it_is`, or
        where it is answered without a name and the newer one asks who it is."""
        key = version, offered, as_it_is, nameless
        context = self._by_version.get(key)
        if context is None:
            context = self._by_version[key] = self._found(*key)
        return context

    def _found(self, version: int, offered: int, as_it_is: bool, nameless: bool) -> Context:
        """The version, or the newer one that it has been replaced by, unless it is to be taken as it is. One
        that is no more is not in the context: the talk then leaves the survey without loss."""
        try:
            survey = surveys.version(self._session, version)
        except KeyError:
            return self.shared
        newer = None if as_it_is else surveys.newer(self._session, version)
        if newer and not (nameless and asks_who(newer[1])):
            return self.holding(*newer, offered, (version, survey))
        return self.holding(version, survey, offered)

    def holding(self, version: int, survey: Survey, offered: int, former: _Former = _NONE) -> Context:
        """With this survey, and the one that it has replaced in a talk."""
        key = version, offered, former[0], self.shared
        context = _in_survey.get(key)
        if context is None or context.survey is not survey:
            if len(_in_survey) >= _KEPT_AT_MOST:
                _in_survey.clear()
            context = replace(
                self.shared,
                survey=survey,
                version_id=version,
                offered=offered,
                versions=surveys.siblings(self._session, offered),
                former_id=former[0],
                former=former[1],
            )
            _in_survey[key] = context
        return context

    def counted(self, talk: Talk, context: Context) -> Context:
        """With the quotas that are full: counted where the customer has still to answer a question of one."""
        version, survey = context.version_id, context.survey
        if version is None or survey is None or all(quota.question in talk.scores for quota in survey.quotas):
            return context
        if version not in self._full:
            self._full[version] = quotas.full(self._session, survey, version)
        return _when_full(context, self._full[version]) if self._full[version] else context
