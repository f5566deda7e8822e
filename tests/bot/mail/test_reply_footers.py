"""Footers that programs sign with, and lines that only begin like one."""

import pytest

from bot.mail.reply import cut

FOOTERS = """
发自我的iPhone
发自我的 iPhone
发自我的iPad
發自我的 iPhone
发自我的华为手机
发自我的小米手机
发自我的荣耀手机
发自HUAWEI Mate 60
发自 vivo 手机
发自我的 OPPO Reno8
发自我的企业微信
发自QQ邮箱手机版
发自网易邮箱大师
发自 新浪邮箱客户端
发自139邮箱手机版
发送自 Windows 10 版邮件应用
发送自我的 Samsung Galaxy 智能手机。
来自 Huawei 手机
来自我的华为手机
来自我的iPhone
来自 iPhone 版 QQ邮箱
来自阿里邮箱 iPhone版
来自钉钉专属商务邮箱
来自飞书邮箱
从我的iPhone发送
从我的 Galaxy 发送
从我的 Android 设备发送
从 Windows 版邮件发送
从 Windows 版邮件<https://go.microsoft.com/fwlink/?LinkId=550986>发送
從我的 iPhone 傳送
傳送自 Windows 版郵件
通过 Spark 发送
使用 Airmail 发送
获取 Outlook for iOS
获取 Outlook for Android<https://aka.ms/AAb9ysg>
获取适用于 iOS 的 Outlook
取得 Android 版 Outlook
签名由 网易邮箱大师 定制
Sent from my iPhone
Sent from my Huawei phone
Sent from Mail for Windows 10
Sent from Mail<https://go.microsoft.com/fwlink/?LinkId=550986> for Windows
Sent from Outlook for Android
Sent from Yahoo Mail on Android
Sent via the Samsung Galaxy S9, an AT&T 5G Evolution capable smartphone
Sent with Proton Mail secure email.
Sent with [Proton Mail](https://proton.me/) secure email.
Sent from my cell, please excuse any typos.
(sent from a phone)
Get Outlook for iOS<https://aka.ms/o0ukef>
Get [Outlook for Android](https://aka.ms/AAb9ysg)
Envoyé de mon iPhone
Von meinem iPhone gesendet
Gesendet von Outlook für Android
Enviado desde mi iPhone
Inviato da iPhone
""".strip().splitlines()

OWN_WORDS = """
发自内心的感谢
发自我的肺腑之言，谢谢你们
发自河北的货一直没到
来自北京的顾客
来自手机端的订单有问题
来自我的建议
从我的角度看服务一般
从我的手机上打不开链接
通过邮件发送
用微信发送
请通过手机发送
获取验证码太慢
邮件收到了，手机坏了
使用说明书没有发送
Sent from my desktop, is much easier than my phone.
Sent from the warehouse on Monday. It came on Friday.
From my point of view it was fine
Get Outlook to work first. Then call me.
The parcel was sent from my office
""".strip().splitlines()


@pytest.mark.parametrize("footer", FOOTERS)
def test_a_footer_is_cut(footer):
    found = cut(f"4分，挺好\n\n{footer}\n", None)
    assert found.text == "4分，挺好"
    assert found.cut[-1] == ("footer", (footer,))


@pytest.mark.parametrize("footer", FOOTERS)
def test_a_footer_alone_is_an_empty_reply(footer):
    assert cut(f"\n\n{footer}\n", None).text == ""


@pytest.mark.parametrize("footer", FOOTERS)
def test_a_footer_within_typed_lines_stays(footer):
    typed = f"手机上显示\n{footer}\n这一行怎么去掉？"
    assert cut(typed, None).text == typed


@pytest.mark.parametrize("words", OWN_WORDS)
def test_own_words_stay(words):
    assert cut(f"4分\n\n{words}", None).text == f"4分\n\n{words}"
    assert cut(words, None).text == words
