"""How much a text looks like one: Chinese is written with few thousand characters, and some hundred of them
make up half of it; bytes read in the wrong charset show others."""

import re
from functools import cache
from typing import Final

SURE: Final = 0.9
_LOOKED_AT: Final = 150
_SEARCHED: Final = 100_000

_OTHER = re.compile("[^\x00-\x7f]+")
_HANZI = re.compile("[\u4e00-\u9fff]+")
_NEVER = re.compile("[\ufffd\x80-\x9f\ue000-\uf8ff]")
"""What no text has: lost characters, controls, private use."""
_EURO = re.compile(rb"([\x81-\xfe][\x30-\x39\x40-\xfe])|\x80")
_WIDE_SIGNS: Final = frozenset(
    "　、。·—～…‘’“”「」『』【】《》〈〉（）！，：；？￥％＋－／０１２３４５６７８９"
    "①②③④⑤√→←★●□■○№℃€\ufeff\u200b\xa0"
)
_MOST: Final = frozenset(
    "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好"
    "都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实"
    "回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气"
    "信北少关并内加化由却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原车白应路期叫死常提"
    "感金何更反合放做系计或司利受光王果亲界及今京务制解各任至清物台象记边共风战干接它许八特觉望直服毛林题建南度统色字请交爱让认"
    "算论百吃义科怎元社术结六功指思非流每青管夫连远资队跟带花快条院变联言权往展该领传近留红治决周保达办运武半候七必城父强步完革深"
    "区即求品士转量空甚众技轻程告江语英基派满式李息写呢识极令黄德收脸钱党倒未持取设始版双历越史商千片容研像找友孩站广改议形委早房"
    "音火际则首单据导影失拿网香似斯专石若兵弟谁校读志飞观争究包组造落视济喜离虽坏低服务质量价格投诉客户您谢订购货寄退款差慢答复件"
    "這來個國說們為時過會學對裡後麼沒還發當開見經頭長樣現將與進實點種聲話兒問機給幾業間電門東聽氣關並內產萬體別處總場師書員華報"
    "馬張難數應車買賣錢務課題號單貨訂購嗎謝請無於從動兩檔附寄復覆滿價質訴戶遲緩處"
)


@cache
def _common() -> frozenset[str]:
    """The first levels of GB 2312 and of Big5."""
    simplified = [bytes((row, column)) for row in range(0xB0, 0xD8) for column in range(0xA1, 0xFF)]
    trails = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    traditional = [bytes((lead, trail)) for lead in range(0xA4, 0xC7) for trail in trails]
    return frozenset(b"".join(simplified).decode("gb2312", "ignore")) | frozenset(
        "".join(each.decode("big5", "ignore") for each in traditional)
    )


def score(text: str) -> float:
    """0 to 1: the share of characters beyond ASCII that a Chinese text would have, a little more for the most
    frequent; a text of other scripts gets no more than 0.8."""
    others = _sample(text)
    if not others:
        return 0.8
    hanzi = "".join(_HANZI.findall(others))
    signs = sum(map(_WIDE_SIGNS.__contains__, others))
    broken = 2 * len(_NEVER.findall(others)) / len(others)
    if not hanzi:
        letters = sum(map(str.isalpha, others))
        return 0.7 * (letters + signs) / len(others) - broken
    good = sum(map(_common().__contains__, hanzi)) + signs
    frequent = sum(map(_MOST.__contains__, hanzi))
    return 0.8 * good / len(others) + 0.2 * min(1.0, 3 * frequent / len(hanzi)) - broken


def _sample(text: str) -> str:
    """The first characters beyond ASCII."""
    found: list[str] = []
    many = 0
    for run in _OTHER.finditer(text, 0, _SEARCHED):
        found.append(run[0])
        many += len(run[0])
        if many >= _LOOKED_AT:
            break
    return "".join(found)[:_LOOKED_AT]


def is_utf8(content: bytes, found: str, label: str) -> bool:
    """Whether bytes that can be read as UTF-8, but are labelled otherwise, are UTF-8: a short text in GBK may
    look so (联通), a longer one never."""
    others = _sample(found)
    if len(others) > 12 or any("\u4e00" <= each <= "\u9fff" for each in others):
        return score(found) > 0.3
    try:
        other = score(content.decode(label if label.startswith(("gb", "big5", "cp9")) else "gb18030"))
    except UnicodeDecodeError:
        return True
    return other < SURE and other <= score(found)


def with_euro(content: bytes) -> bytes:
    """A single 0x80 is the euro sign in Windows' GBK."""
    return _EURO.sub(lambda found: found[1] or b"\xa2\xe3", content)
