"""[watch]: who is told when the office itself does not work, and where others may ask."""

import pytest

from tests.config.offices import ENV, SMALL

SECOND = """
[watch.courier]
host = "smtp.qq.com"
user = "b@qq.com"
password_env = "MAILROOM_PASSWORD"
"""


def test_an_office_that_says_nothing_is_watched_and_writes_to_nobody(office):
    watch = office(SMALL, env={}).watch

    assert watch.administrator == ()
    assert (watch.silent_minutes, watch.heartbeat_minutes) == (30, 0)
    assert watch.listen == ("127.0.0.1", 8125)
    assert watch.courier is None


def test_the_second_way_out_is_written_like_the_first(office):
    second = office(SMALL + SECOND, env=ENV).watch.courier

    assert (second.provider, second.host, second.port, second.per_minute) == ("smtp", "smtp.qq.com", 465, 12)
    assert second.password == ENV["MAILROOM_PASSWORD"]


@pytest.mark.parametrize(
    ("written", "address"), [("[::1]:9000", ("::1", 9000)), ("0.0.0.0:80", ("0.0.0.0", 80)), ("", None)]
)
def test_an_address_to_ask_at(office, written, address):
    assert office(f'{SMALL}\n[watch]\nlisten = "{written}"', env={}).watch.listen == address


@pytest.mark.parametrize("written", ["8125", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "a:99999", ":8125"])
def test_no_address_to_ask_at(faults_of, written):
    assert "地址:端口" in faults_of(f'{SMALL}\n[watch]\nlisten = "{written}"')["watch.listen"]


def test_every_fault_is_named_with_its_key(faults_of):
    faults = faults_of(
        SMALL
        + '[watch]\nadministrator = ["管理员"]\nheartbeat_minutes = 3\nsilent_minutes = 1\n'
        + SECOND.replace('host = "smtp.qq.com"', 'password = "x"')
    )

    assert "管理员" in faults["watch.administrator"]
    assert "发信限额" in faults["watch.heartbeat_minutes"]
    assert "不小于 5" in faults["watch.silent_minutes"]
    assert "密码不得写入配置文件" in faults["watch.courier.password"]
    assert "必须填写" in faults["watch.courier.host"]
