"""A danger that is told of: told now, not long ago, not supposed, not a manner of speaking."""

import pytest

from nlp import alarm

NOW = """
煤气漏了快来人啊！！
厨房一股煤气味，谢谢你们快点
插座冒烟了
充电器着火了，你们到底来不来？
剎車失靈，差點撞上護欄
热水器漏电，手都麻了
孩子吃了你们的蛋糕，现在呼吸困难
老人晕倒在你们大厅，叫不醒
上次修完，现在又漏电
有人困在电梯里出不来
救命
There is a gas leak in the lobby
"""
NOT_NOW = """
去年煤气漏过，你们来得很快
万一着火了往哪跑
以前漏电，早就修好了
生意火爆，排队的人多得很
这件外套帅到窒息
老板说是清仓大出血
你们没有漏电问题吧？
店员是我家的救命恩人
昨天消防演练，冒烟了几分钟
一直被困扰着的问题解决了
我在你们店里买了一个插座
四分
"""


@pytest.mark.parametrize("text", NOW.strip().split("\n"))
def test_said_of_now(text: str) -> None:
    assert alarm(text)


@pytest.mark.parametrize("text", ["", *NOT_NOW.strip().split("\n")])
def test_not_said_of_now(text: str) -> None:
    assert not alarm(text)
