"""Advice for an office whose mail is at NetEase; what the servers do is tested where they are met."""

from __future__ import annotations

import pytest

from config.mail_hosts import junk_folders_of, letter_limits_of
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


def test_the_folders_that_hide_answers_are_known_of_each_provider():
    assert junk_folders_of("imap.163.com") == ("垃圾邮件", "广告邮件", "订阅邮件", "病毒文件夹", "病毒邮件")
    assert junk_folders_of("imap.qq.com") == junk_folders_of("imap.exmail.qq.com") == ("Junk",)
    assert junk_folders_of("mail.example.cn") == ()


def test_a_free_account_bears_so_many_letters_and_a_company_s_is_told_otherwise():
    assert letter_limits_of("smtp.163.com") == letter_limits_of("smtp.126.com") == (150, 10)
    assert letter_limits_of("smtp.qiye.163.com") == (0, 0)
    assert letter_limits_of("smtp.qq.com") == (0, 0)


def test_a_folder_of_one_s_own_lies_where_the_provider_allows_it():
    own = netease.own_folder
    assert own("已登记", host="imap.163.com", existing=["INBOX"]) == "已登记"
    assert own("已登记", host="imap.qq.com", existing=["INBOX", "Junk"]) == "其他文件夹/已登记"
    assert own("已登记", host="10.0.0.1", existing=["INBOX", "其他文件夹"]) == "其他文件夹/已登记"
    assert own("已登记", host="imap.qq.com", existing=["INBOX", "已登记"]) == "已登记"
    assert own("其他文件夹/已登记", host="imap.qq.com", existing=["INBOX"]) == "其他文件夹/已登记"


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
