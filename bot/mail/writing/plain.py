"""What a mail says, as text (text/plain)."""

from collections.abc import Iterator

from bot.mail.writing.outgoing import Link, Outgoing, Question, Table

_INDENT = "   "


def plain(mail: Outgoing) -> str:
    """Blocks with an empty line between them; a choice a line."""
    return "\n\n".join(block for block in _blocks(mail) if block) + "\n"


def _blocks(mail: Outgoing) -> Iterator[str]:
    yield mail.text.strip()
    for table in mail.tables:
        yield _table(table)
    if mail.numbered:
        yield mail.how
    for each in mail.asks:
        yield _asked(each)
    if not mail.numbered:
        yield mail.how
    yield _led(mail.web)
    yield "\n".join(line for line in (mail.signed, mail.note, _led(mail.leave)) if line)


def _table(table: Table) -> str:
    """A line a row."""
    rows = (
        f"{_INDENT}{'  '.join(part for part in (row.name, row.value, row.said) if part)}"
        for row in table.rows
    )
    return "\n".join([_titled(table.title), *rows])


def _asked(question: Question) -> str:
    lines = [line for line in (_titled(question.title), question.line) if line]
    bare = [choice.sign for choice in question.choices if not choice.label]
    written = [f"{each.sign} {each.label}".strip() for each in question.choices if each.label]
    lines += [f"{_INDENT}{line}" for line in ("  ".join(bare), *written, question.hint) if line]
    return "\n".join(lines)


def _titled(title: str) -> str:
    return f"【{title}】" if title else ""


def _led(link: Link | None) -> str:
    return f"{link.label}\n{link.url}" if link else ""
