"""The `manyi` command. `python -m admin …` is the same."""

import sys

from pydantic import ValidationError

from storage import definitions
from storage.settings import Settings, settings


def main() -> None:
    """Run a command; what can be expected to go wrong ends in one line that says what to do next."""
    try:
        settings()
    except ValidationError as error:
        sys.exit(bad_setting(error))
    from admin.commands import run  # noqa: PLC0415 - its help texts need settings that are right

    sys.exit(run())


def bad_setting(error: ValidationError) -> str:
    """The first wrong setting, by the name of its variable."""
    first = error.errors()[0]
    name = f"{Settings.model_config['env_prefix']}{first['loc'][0]}".upper()
    default = str(Settings.model_fields["language"].default)
    return definitions.texts(default)("cli.bad_setting", name=name, value=first["input"])


if __name__ == "__main__":
    main()
