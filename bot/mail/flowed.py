"""format=flowed (RFC 3676): lines that the program broke, joined again."""


def joined(text: str, delete_space: bool) -> str:
    """Joins a line that ends in a space with the next one of the same quote depth; ``-- `` stays alone."""
    lines: list[str] = []
    open_line: list[str] = []
    open_depth = 0
    for line in text.split("\n"):
        bare = line.lstrip(">")
        depth = len(line) - len(bare)
        bare = bare.removeprefix(" ")
        signature = bare == "-- "
        if open_line and (depth != open_depth or signature):
            _close(lines, open_line, open_depth)
        open_line.append(bare)
        open_depth = depth
        if not bare.endswith(" ") or signature:
            _close(lines, open_line, open_depth)
        elif delete_space:
            open_line[-1] = bare[:-1]
    if open_line:
        _close(lines, open_line, open_depth)
    return "\n".join(lines)


def _close(lines: list[str], open_line: list[str], depth: int) -> None:
    text = "".join(open_line)
    lines.append(f"{'>' * depth} {text}" if depth and text else ">" * depth + text)
    open_line.clear()
