"""How to get into each state, in a customer's words."""

from bot.conversation.effects import Complain
from tests.conversations.customer import Customer
from tests.conversations.direct import CODE, DirectLine, survey

SURVEYS = {key: survey(key) for key in ("satisfaction", "nps")}

ROADS: dict[str, list[str]] = {
    "new": [],
    "welcome": ["你好"],
    "declined": ["你好", "不用了"],
    "asking": ["你好", "可以"],
    "confirming": ["你好", "可以", "4.5分"],
    "reason": ["你好", "可以", "2"],
    "menu": ["你好", "可以", "菜单"],
    "story": ["你好", "可以", "4", "我要投诉"],
    "facts": ["你好", "可以", "4", "我要投诉", "沙发腿断了"],
    "summary": ["你好", "可以", "4", "我要投诉", "沙发腿断了", "沙发", "跳过", "昨天", "退款"],
    "correcting": [
        *["你好", "可以", "4", "我要投诉", "沙发腿断了", "沙发", "跳过", "昨天", "退款", "修改"],
    ],
    "waiting": ["你好", "可以", "4", "人工"],
    "resting": ["你好", "可以", "等会儿再说"],
    "leaving": ["你好", "可以", "4分，别再给我发了"],
    "erasing": ["你好", "可以", "4", "删除我的信息"],
    "amending": ["你好", "可以", "5", "5", "5", "5", "5", "没有了", "想改一下答案"],
    "restarting": ["你好", "可以", "4", "重新开始"],
    "case": ["你好", "可以", "4", "查投诉 T261123-0001 7K3D-M9QX"],
    "reopening": ["你好", "可以", "4", "菜单", "投诉没解决"],
}


def at(state: str, key: str = "satisfaction") -> tuple[DirectLine, Customer]:
    """A customer in this state."""
    line = DirectLine(SURVEYS[key])
    customer = Customer(line)
    if state == "reopening":
        line.close()
    if state == "case":
        line.complaints.append(Complain("T261123-0001", "灯不亮", anonymous=True, code=CODE))
    for text in ROADS[state]:
        customer.says(text)
    assert line.talk.state == state
    return line, customer
