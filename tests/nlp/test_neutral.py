"""Everyday words without praise or blame are no score: they are asked about, or heard as something else."""

import pytest

from nlp import read_answer
from tests.nlp.test_answers import SATISFACTION, TODAY

TEN = [(str(level), str(level)) for level in range(11)]

NOUNS = [
    "质量",
    "物流",
    "客服",
    "价格",
    "包装",
    "衣服",
    "手机",
    "空调",
    "师傅",
    "门店",
    "快递",
    "发票",
    "外卖",
    "酒店",
    "医生",
    "老师",
    "会员",
    "积分",
    "优惠券",
    "说明书",
]

SENTENCES = """
我是上周买的
昨天刚收到货
给我妈买的
买来送人的
一共买了三件
在楼下那家店买的
用的是微信支付
师傅下午来的
他们打过电话
东西放在门口
快递放驿站了
衣服是蓝色的
手机是黑色的
我家住六楼
空调装在卧室
房间在三楼
我们四个人去的
带孩子去的
坐地铁去的
订单是昨天下的
发票开的公司抬头
说明书在盒子里
客服是个女生
送货的是个小伙子
店员穿红色工服
我用的是安卓手机
平时都在网上买
以前在别家买过
第二次来了
老顾客了
朋友推荐来的
在广告上看到的
会员是去年办的
还没有拆开
正在用
准备明天试
现在在上班
等会儿要开会
今天下雨
天气有点热
中午吃的面条
晚上九点到的
早上八点半出门
点了两份套餐
换过一次屏幕
装了两台
尺码是XL
颜色跟图片一样
盒子是纸的
大概一个星期
收据还在
名字叫什么
你是机器人吗
这个问题跟谁有关
我想一想
让我老公来说
一般都在晚上用
我们一般周末去
差不多用了一年
差两天满一年
好几个人一起去的
快下班的时候去的
高铁站旁边那家
满200减20买的
好像是蓝色
好多年了
快三年了
快手上买的
特价买的
便利店
新手
麻烦了
差评怎么写
大众点评上找的
""".strip().splitlines()


@pytest.mark.parametrize("text", [*NOUNS, *SENTENCES])
def test_is_no_score(text: str) -> None:
    for kind, options in (("scale", SATISFACTION), ("nps", TEN)):
        reading = read_answer(kind, "您对这次购物满意吗？", options, text, TODAY)
        assert reading.value is None, reading


@pytest.mark.parametrize("text", NOUNS)
def test_a_matter_alone_suggests_no_score_either(text: str) -> None:
    assert read_answer("scale", "您对这次购物满意吗？", SATISFACTION, text, TODAY).guess is None
