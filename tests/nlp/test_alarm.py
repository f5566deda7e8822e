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
TO_A_BODY = """
燃气灶漏气，家里很大味
孩子手被抽屉夹断了
床塌了，我妈腰摔断了在医院
充电宝炸了，手烧伤
手被烫起泡了
my kid swallowed a screw from your crib
孩子的手指被夹断了一截
椅子突然断了，我爸摔断了腿
柜子倒下来把孩子的腿压断了
奶奶从床上摔下来骨折了
水壶漏水，把手烫伤了
热水袋爆了，烫伤了孩子
宝宝把玩具上的螺丝吞下去了
孩子误吞了电池
小孩误食了你们送的干燥剂
天然气管道一直在漏
厨房闻到煤气
瓦斯爐漏氣，味道好重
孩子的手被抽屜夾斷了
玻璃茶几自爆了
高压锅炸了
燃气热水器漏气
师傅的手臂被机器绞断了
我的手被割断了筋，手指断了
the power bank exploded
The bed collapsed and broke my mother's hip
your oven burned my hand
My daughter swallowed a battery
our kitchen smells of gas
gas is leaking from the stove
he scalded his arm, second-degree burns
胳膊被砸断了
脸被烫伤
孩子被烫伤了
柜子砸下来我手臂断了
"""
CALM = """
燃气费贵
燃气灶漏装了一个螺丝
燃气灶打不着火
手感不错
床塌了
床塌了，没人管
炸鸡好吃
心都碎了
椅子腿断了
床腿断了一根
桌子买来三天腿断了
沙发扶手断了
门把手断了
抽屉拉手断了
靠背断裂
手机壳裂了
手机断网
空气炸锅不好用
空气炸锅炸了薯条
心态炸了
肺都气炸了
客服电话被打爆了
床垫漏气
充气床漏气，睡不了
腰都快断了
搬得我手都要断了
怕孩子误吞零件
小零件容易误食
会不会烫伤孩子
价格打骨折了
赠送烫伤膏
锅把有点烫手
机器吞了我的押金
少了一颗螺丝
玩偶的手断了
孩子的玩具手臂断了
天然气接口不匹配
煤气灶质量好
the arm of the sofa is broken
the leg is broken
the chair's leg broke
it broke my heart
my inbox exploded
the machine swallowed my deposit
搬运时压断了桌腿
手柄断了
手表带断了
腰带断了
手工费太贵
网络断了
电断了
茶几脚断了
灯不亮了
等得头发都白了
手续办得慢
沙发面被烫起泡了
桌面烫了个泡
爆款沙发
手慢了没抢到
两只手都拿不动
脸都笑烂了
眼睛看不清字
没有煤气味
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


@pytest.mark.parametrize("text", (NOW + TO_A_BODY).strip().replace("\n\n", "\n").split("\n"))
def test_said_of_now(text: str) -> None:
    assert alarm(text)


@pytest.mark.parametrize("text", ["", *NOT_NOW.strip().split("\n"), *CALM.strip().split("\n")])
def test_not_said_of_now(text: str) -> None:
    assert not alarm(text)
