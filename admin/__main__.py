"""The `manyi` command. `python -m admin …` is the same."""

import sys

from storage import mistakes


def main() -> None:
    """Run a command; what can be expected to go wrong ends in lines that say what to do next."""
    if wrong := mistakes.lines():
        sys.exit("\n".join(f"✗ {line}" for line in wrong))
    from admin.commands import run  # noqa: PLC0415 - its help texts need settings that are right

    sys.exit(run())


if __name__ == "__main__":
    main()
