"""What a policy says otherwise for a severity, or for a customer who has limits of their own (D3, D5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from storage.domain import escalation, limit
from storage.domain.escalation import Rung
from storage.domain.fields import Fields
from storage.domain.limit import Limit, Soon


@dataclass(frozen=True, slots=True)
class Override:
    """For these severities and these customers (none named: for any), these limits hold in place of the
    usual ones, and these rungs, where there are any, in place of the usual escalation."""

    severities: frozenset[str]
    customers: frozenset[str]
    limits: Mapping[str, Limit]
    escalation: tuple[Rung, ...]

    def fits(self, severity: str, customer: str) -> bool:
        """Whether it is said for them."""
        return (not self.severities or severity in self.severities) and (
            not self.customers or customer in self.customers
        )

    @property
    def weight(self) -> tuple[bool, bool]:
        """What is said for a customer goes before what is said for a severity."""
        return bool(self.customers), bool(self.severities)


def parse(fields: Fields, usual: Mapping[str, Any], soon: Soon) -> Override:
    """An override from its table; of a limit of the policy's it says only what is different."""
    table = fields.inner("limits")
    own = {kind: table.inner(kind) for kind in table.table}
    read = Override(
        frozenset(fields.texts("severity")),
        frozenset(fields.texts("customer")),
        {kind: limit.parse(kind, _whole(each, usual.get(kind)), soon) for kind, each in own.items()},
        escalation.parse(fields),
    )
    fields.done()
    return read


def _whole(own: Fields, usual: object) -> Fields:
    kept = usual if isinstance(usual, Mapping) else {}
    return Fields(limit.instead(kept, own.table), own.problems, own.where)
