"""Mail: how many are read and taken in a second, and fifty customers who answer through Postfix and Dovecot.

Reading: mails of 20 to 60 KB of HTML, beside the standard library and mail-parser-reply. They are replies as
mail programs write them: a few words above the quoted questions, in HTML with inline styles, half of them
with plain text beside it, base64 or quoted-printable, in UTF-8 or GB 18030, some with a picture. Ours is
`bot.mail.read`: headers, texts, quotes cut, attachments, kind and token. The peer parses with
`email.policy.default`, takes subject, sender, recipients, attachments and the plain text (where there is
none, the text of the HTML by selectolax), and cuts it with mail-parser-reply, once for English alone and once
for Chinese too; ours is held against the quicker one. All take turns over the same mails, and of several
rounds the best counts.

Taking: `tests.bench.lmtp_door`. The customers: `tests.bench.correspondents`; where there are no servers, they
are left out by name. Exits with 1 where an aim is missed or an answer came out wrong.
"""

import argparse
import email
import email.policy
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from email.message import EmailMessage

from mailparser_reply import EmailReplyParser
from selectolax.lexbor import LexborHTMLParser

from bot.mail import read
from tests.bench import lmtp_door
from tests.bench.correspondents import correspond
from tests.mail.programs import missing

Reader = Callable[[bytes], object]
PARTS = ("reading", "door", "customers")
AIM = 3.0
SMALLEST, LARGEST = 20 << 10, 60 << 10
QUESTIONS = ("您对送货速度满意吗？", "您对产品质量满意吗？", "您对师傅的态度满意吗？", "您愿意推荐给朋友吗？")
CHOICES = ("非常满意", "满意", "一般", "不满意", "非常不满意")
SAID = (
    "1. 满意，2. 一般，箱子有点破。",
    "都挺好的，就是电话打不通。",
    "4分，师傅来晚了。",
    "不满意，请回电。",
)
STYLE = "margin:0cm 0cm 0.0001pt;font-size:10.5pt;font-family:等线,'Microsoft YaHei';color:rgb(31,73,125)"
CELL = f'<td style="{STYLE}"><p class="MsoNormal" style="{STYLE}"><span lang="EN-US">{{}}</span></p></td>'
RULE = "border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"
OLD = (
    "发件人：客服 <service@example.com>\n发送时间：2026年3月2日 10:21\n收件人：王先生\n主题：请您评价这次服务"
)


def main(parts: Sequence[str], mails: int, rounds: int, customers: int) -> int:
    """All figures; 0 where every aim is reached."""
    missed = [reading(mails, rounds)] if "reading" in parts else []
    missed += [taking(mails, rounds)] if "door" in parts else []
    missed += [answering(customers)] if "customers" in parts else []
    return int(any(missed))


def taking(mails: int, rounds: int) -> bool:
    """Whether the door that mails are handed to is too slow; printed."""
    rng = random.Random(7)
    kinds = {"HTML of 20 to 60 KB": [written(rng, True) for _ in range(mails)]}
    kinds["a few lines"] = [short(number) for number in range(mails * 5)]
    missed = False
    for name, raws in kinds.items():
        rates = lmtp_door.measured(raws, rounds)
        reached = rates.ratio >= lmtp_door.AIM
        print(
            f"LMTP, {len(raws)} mails, {name}: {rates.ours:,.0f} kept a second, {rates.peer:,.0f} by the peer"
        )
        print(
            f"{rates.ratio:.2f} of it (at least {lmtp_door.AIM}){'' if reached else '  MISSED'}", flush=True
        )
        missed |= not reached
    return missed


def short(number: int) -> bytes:
    """A reply as phones write it: nothing but what was said."""
    head = f"From: wang{number}@example.cn\r\nTo: service@example.com\r\nSubject: Re: 1\r\n"
    named = f"Message-ID: <{number}@example.cn>\r\nDate: Mon, 02 Mar 2026 10:00:00 +0800\r\n"
    kind = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n"
    return f"{head}{named}{kind}\r\n{SAID[number % len(SAID)]}\r\n".encode()


def answering(customers: int) -> bool:
    """Whether anything went wrong between customers and us; printed."""
    if reason := missing():
        print(f"customers through real servers: left out, {reason}")
        return False
    told = correspond(customers, bounces=2, seed=1)
    print(told.line(), *(f"  {count} × {wrong}" for wrong, count in Counter(told.wrong).items()), sep="\n")
    return bool(told.wrong)


def reading(mails: int, rounds: int) -> bool:
    """Whether reading is too slow; printed."""
    rng = random.Random(7)
    readers = {
        "bot.mail.read": read,
        "email.policy.default, mail-parser-reply (en)": peer("en"),
        "email.policy.default, mail-parser-reply (en, zh)": peer("en", "zh"),
    }
    both = measured("HTML and plain text", [written(rng, True) for _ in range(mails // 2)], readers, rounds)
    alone = measured("HTML alone", [written(rng, False) for _ in range(mails // 2)], readers, rounds)
    ours, *peers = map(sum, zip(both, alone, strict=True))
    times = min(peers) / ours
    print(f"{times:.1f} times the quicker peer (at least {AIM:.0f}){'' if times >= AIM else '  MISSED'}")
    return times < AIM


def measured(name: str, raws: list[bytes], readers: dict[str, Reader], rounds: int) -> list[float]:
    """Seconds for each reader; printed as mails a second."""
    size = sum(map(len, raws)) / len(raws) / 1024
    print(f"{name}: {len(raws)} mails of {size:.0f} KB on average, best of {rounds} rounds")
    best = dict.fromkeys(readers, float("inf"))
    for _ in range(rounds):
        for reader, read_one in readers.items():
            best[reader] = min(best[reader], taken(read_one, raws))
    for reader, seconds in best.items():
        print(f"  {len(raws) / seconds:8.0f} mails a second  {reader}", flush=True)
    return list(best.values())


def taken(reader: Reader, raws: list[bytes]) -> float:
    """Seconds of processor time for all."""
    began = time.process_time()
    for raw in raws:
        reader(raw)
    return time.process_time() - began


def peer(*languages: str) -> Reader:
    """What one would write with the standard library."""
    parser = EmailReplyParser(languages=list(languages))

    def reader(raw: bytes) -> object:
        mail = email.message_from_bytes(raw, policy=email.policy.default)
        body = mail.get_body(("plain", "html"))
        text = body.get_content() if body else ""
        if body and body.get_content_subtype() == "html":
            text = LexborHTMLParser(text).text(separator="\n")
        files = [(part.get_filename(), part.get_content()) for part in mail.iter_attachments()]
        headers = [
            mail[name] for name in ("subject", "from", "to", "message-id", "in-reply-to", "references")
        ]
        return parser.parse_reply(text), headers, files

    return reader


def written(rng: random.Random, with_plain: bool) -> bytes:
    """A reply above the questions that it answers."""
    plain, page = bodies(rng.choice(SAID), int(rng.randrange(SMALLEST, LARGEST) * 0.75), rng)
    charset = rng.choice(("utf-8", "gb18030"))
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = (
        "回复：请您评价",
        "王先生 <wang@example.cn>",
        "service@example.com",
    )
    mail["Message-ID"], mail["In-Reply-To"] = f"<{rng.random()}@example.cn>", "<a.1@example.com>"
    mail["References"] = " ".join(f"<a.{place}@example.com>" for place in range(5))
    mail["Received"] = "from mx.example.cn by mail.example.com with ESMTPS; Mon, 2 Mar 2026 11:00:00 +0800"
    encoding = rng.choice(("base64", "quoted-printable"))
    if with_plain:
        mail.set_content(plain, charset=charset, cte="base64")
        mail.add_alternative(page, subtype="html", charset=charset, cte=encoding)
    else:
        mail.set_content(page, subtype="html", charset=charset, cte=encoding)
    if rng.random() < 0.2:
        mail.add_attachment(rng.randbytes(8 << 10), "image", "jpeg", filename="破损.jpg")
    return mail.as_bytes().replace(b"\n", b"\r\n")


def bodies(said: str, size: int, rng: random.Random) -> tuple[str, str]:
    """What was said and the questions quoted below it, as text and as HTML of about this many characters."""
    plain, rows, length = [said, "", OLD, ""], [], 0
    while length < size:
        question = f"{len(rows) + 1}. {rng.choice(QUESTIONS)}"
        plain += [question, "  ".join(CHOICES), ""]
        rows.append(f"<tr>{CELL.format(question)}{''.join(map(CELL.format, CHOICES))}</tr>\n")
        length += len(rows[-1])
    top = f'<div class="WordSection1"><p class="MsoNormal" style="{STYLE}">{said}</p>'
    old = OLD.replace("<", "&lt;").replace("\n", "<br>")
    quoted = f'<div style="{RULE}"><p>{old}</p></div><table>{"".join(rows)}</table></div>'
    return "\n".join(plain), f"<html><body>{top}{quoted}</body></html>"


if __name__ == "__main__":
    parsed = argparse.ArgumentParser(description=__doc__)
    parsed.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; else all")
    parsed.add_argument("--mails", type=int, default=200)
    parsed.add_argument("--rounds", type=int, default=5)
    parsed.add_argument("--customers", type=int, default=50)
    given = parsed.parse_args()
    if unknown := set(given.parts) - set(PARTS):
        parsed.error(f"no part {', '.join(unknown)}; there are {', '.join(PARTS)}")
    sys.exit(main(given.parts or PARTS, given.mails, given.rounds, given.customers))
