"""Life cycles: the states of a thing and the triggers that move it. The only file that knows `transitions`.

A machine is built once, when its module is imported, and compiled to a table; a move is a look-up. No
callbacks, no models.
"""

from collections.abc import Iterable

from transitions import Machine

Transition = tuple[str, str | tuple[str, ...], str]
"""(trigger, state or states it may come from, state it leads to)"""


class NotAllowed(ValueError):
    """The life cycle has no such move from this state."""

    def __init__(self, name: str, state: str, trigger: str) -> None:
        super().__init__(f"{name}: {trigger!r} is not allowed in state {state!r}")
        self.name, self.state, self.trigger = name, state, trigger


class LifeCycle:
    """`table` maps (state, trigger) to the next state; what is not in it is not allowed."""

    def __init__(
        self, name: str, states: Iterable[str], transitions: Iterable[Transition], initial: str
    ) -> None:
        self.name = name
        self.states = tuple(states)
        self.initial = initial
        self.machine = Machine(
            model=None, states=list(self.states), initial=initial, auto_transitions=False, send_event=False
        )
        for trigger, sources, target in transitions:
            self.machine.add_transition(
                trigger, [sources] if isinstance(sources, str) else list(sources), target
            )
        self.table = compiled(self.machine)
        self._triggers = {
            state: tuple(trigger for source, trigger in self.table if source == state)
            for state in self.states
        }

    def move(self, state: str, trigger: str) -> str:
        """The state after `trigger`. Raises NotAllowed."""
        try:
            return self.table[state, trigger]
        except KeyError:
            raise NotAllowed(self.name, state, trigger) from None

    def triggers(self, state: str) -> tuple[str, ...]:
        """What may happen in this state: the moves that a page offers. KeyError for a state that is none."""
        return self._triggers[state]

    def mermaid(self) -> str:
        """The diagram of the docs (Mermaid stateDiagram-v2)."""
        moves = [f"    {source} --> {target}: {trigger}" for (source, trigger), target in self.table.items()]
        ends = [f"    {state} --> [*]" for state in self.states if not self._triggers[state]]
        return "\n".join(["stateDiagram-v2", f"    [*] --> {self.initial}", *moves, *ends]) + "\n"


def compiled(machine: Machine) -> dict[tuple[str, str], str]:
    """The machine's transitions as a table. ValueError for two ways out of one state by one trigger."""
    table: dict[tuple[str, str], str] = {}
    for trigger, event in machine.events.items():
        for source, ways in event.transitions.items():
            if len(ways) > 1:
                raise ValueError(f"{trigger!r} leads from {source!r} to more than one state")
            table[source, trigger] = str(ways[0].dest)
    return table
