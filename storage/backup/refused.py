"""Why there is no backup, or nothing was restored."""


class Refused(Exception):
    """Nothing was changed. `code` names the sentence (locale: cli.backup.refused), `values` fill it in."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(f"{code} {values}")
        self.code = code
        self.values = values
