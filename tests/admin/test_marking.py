"""Words with marks in them: every character once, escaped, whatever the spans are."""

import html
import re
from random import Random

import pytest

from admin import marking
from admin.marking import Mark
from storage.domain import quoting
from tests.seeds import some_seed

NAMES = {"urgent": "紧急：", "blame": "不满：", "praise": "称赞：", "basis": "依据："}


def shown(text, *marks):
    """The HTML with short marks in place of the elements: [+好] [-慢] [!伤] [.是]."""
    made = str(marking.html(text, marks, NAMES))
    signs = {"urgent": "!", "blame": "-", "praise": "+", "basis": "."}
    return re.sub(
        r'<mark class="(\w+)"><span class="for-reader">[^<]+</span>(.*?)</mark>',
        lambda found: f"[{signs[found[1]]}{found[2]}]",
        made,
        flags=re.DOTALL,
    )


@pytest.mark.parametrize(
    ("text", "marks", "expected"),
    [
        ("味道好但太慢", [], "味道好但太慢"),
        ("味道好但太慢", [(0, 3, "praise"), (4, 6, "blame")], "[+味道好]但[-太慢]"),
        ("味道好但太慢", [(0, 6, "basis"), (4, 6, "blame")], "[.味道好但][-太慢]"),
        ("太慢烫伤了", [(0, 5, "blame"), (2, 4, "urgent")], "[-太慢][!烫伤][-了]"),
        ("太慢", [(0, 1, "blame"), (1, 2, "blame")], "[-太慢]"),
        ("太慢", [(-3, 1, "blame"), (1, 99, "praise")], "[-太][+慢]"),
        ("太慢", [(2, 1, "blame"), (7, 9, "blame"), (1, 1, "blame")], "太慢"),
        ("<b>慢</b>", [(0, 4, "blame")], "[-&lt;b&gt;慢]&lt;/b&gt;"),
        ("慢\u202e好", [(0, 3, "blame")], "[-慢好]"),
        ("好 慢", [(1, 2, "blame")], "好 慢"),
        ("", [(0, 1, "blame")], ""),
    ],
)
def test_marks(text, marks, expected):
    assert shown(text, *(Mark(*mark) for mark in marks)) == expected


def test_a_mark_says_to_a_screen_reader_what_it_is():
    made = marking.html("太慢", [Mark(0, 2, "blame")], NAMES)
    assert made == '<mark class="blame"><span class="for-reader">不满： </span>太慢</mark>'


def test_whatever_the_spans_every_character_stands_there_once():
    seed = some_seed()
    print(f"seed {seed}")
    random = Random(seed)
    for _ in range(300):
        text = "".join(random.choices("好慢<&>\"'\n😀 a", k=random.randrange(12)))
        marks = [
            Mark(random.randrange(-3, 15), random.randrange(-3, 15), random.choice(marking.KINDS))
            for _ in range(random.randrange(6))
        ]
        made = str(marking.html(text, marks, NAMES))
        bare = re.sub(r'<span class="for-reader">.*?</span>|<mark class="\w+">|</mark>', "", made)
        assert "<" not in bare
        assert html.unescape(bare) == text


@pytest.mark.parametrize(
    ("text", "spans", "expected"),
    [
        ("打13800138000找我", [(1, 12)], "打＊＊＊＊＊＊＊＊＊＊＊找我"),
        ("王小明来了", [(0, 3)], "＊＊＊来了"),
        ("王小明", [(0, 99), (-4, 1)], "＊＊＊"),
        ("没有", [], "没有"),
    ],
)
def test_what_tells_who_it_is_is_masked_in_place(text, spans, expected):
    found = quoting.masked(text, spans)
    assert found == expected
    assert len(found) == len(text)


def test_marks_move_to_the_part_that_begins_later():
    assert marking.moved([Mark(4, 6, "blame")], 3) == [Mark(1, 3, "blame")]
