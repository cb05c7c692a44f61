"""Advice for an office whose mail is at NetEase; what the servers do is tested where they are met."""

from __future__ import annotations

import pytest

from mailroom.providers import netease


@pytest.mark.parametrize("host", ["imap.163.com", "smtp.126.com", "imap.yeah.net"])
def test_netease_is_known_by_its_names(host):
    assert netease.is_netease(host)


@pytest.mark.parametrize("host", ["mail.example.cn", "163.com.example.cn", "imap.my163.com", ""])
def test_others_are_not_taken_for_netease(host):
    assert not netease.is_netease(host)


def test_an_authorisation_code_is_asked_for_where_one_is_wanted():
    assert "客户端授权码" in netease.login_hint("imap.163.com")
    assert "客户端授权码" in netease.login_hint("imap.qq.com")
    assert netease.login_hint("mail.example.cn") == ""


def test_junk_folders_are_recommended_where_none_are_named():
    assert netease.advice("imap.163.com", junk_folders=()) == [
        "网易邮箱会把部分来信放进垃圾邮件、广告邮件、病毒文件夹，建议写入 junk_folders"
    ]
    assert netease.advice("imap.163.com", junk_folders=("垃圾邮件",)) == []
    assert netease.advice("mail.example.cn", junk_folders=()) == []


def test_a_courier_is_told_what_netease_does_not_want():
    assert netease.courier_advice("smtp.163.com", letters_per_connection=10, save_sent="server") == []
    assert len(netease.courier_advice("smtp.163.com", letters_per_connection=0, save_sent="append")) == 2
    assert len(netease.courier_advice("smtp.163.com", letters_per_connection=50, save_sent="server")) == 1
    assert netease.courier_advice("mail.example.cn", letters_per_connection=0, save_sent="append") == []


def test_the_first_rule_that_fits_is_taken_and_a_bare_code_has_none():
    assert netease.reply_rule(554, "DT:SPM 163 smtp5") is not None
    assert netease.reply_rule(421, "HL:REP 163 smtp5").retry_after == 7200
    assert netease.reply_rule(421, "closing transmission channel").reconnect
    assert netease.reply_rule(550, "no such user") is None
