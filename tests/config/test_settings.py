"""An office's settings: what it wrote over the defaults, every fault at once, and sensible defaults."""

import re
from datetime import date, time
from pathlib import Path

import pytest

from config.settings import ConfigFaults, Fault, default_office_toml, load, packaged_defaults
from tests.config.offices import SECRET, SMALL, imap

COMMANDS = Path(__file__).parents[2] / ".." / "shared" / "commands.md"


def example_of_commands():
    if not COMMANDS.exists():
        pytest.skip("../shared/commands.md is not here")
    return re.search(r"```toml\n(.*?)```", COMMANDS.read_text(encoding="utf-8"), re.DOTALL)[1]


def test_the_office_toml_that_others_rely_on_loads(office, tmp_path):
    settings = office(example_of_commands())

    assert settings.office.address == "tzsszxx@163.com"
    assert [(each.provider, each.host, each.port, each.folders) for each in settings.mailboxes] == [
        ("imap", "imap.163.com", 993, ("INBOX",))
    ]
    assert settings.mailboxes[0].since is None
    assert (settings.courier.provider, settings.courier.port, settings.courier.per_minute) == (
        "smtp",
        465,
        12,
    )
    assert settings.courier.password == SECRET
    assert settings.ledger_url == f"sqlite:///{tmp_path}/ledger.db"
    assert settings.upper[0].senders == ("zz12345@example.cn",)


def test_a_small_folder_office_gets_every_default(office, tmp_path):
    settings = office(SMALL, env={})

    assert settings.mailboxes[0].path == tmp_path / "mailbox"
    assert settings.mailboxes[0].name == "mailbox"
    assert settings.office.short_name == "滕州市市长公开电话办公室"
    assert settings.hours.close == time(17)
    assert settings.outbox.retry_minutes == (1, 5, 15, 60)
    assert settings.calendar_warn_from == (11, 1)
    assert settings.archive_dir == tmp_path / "archive"


@pytest.mark.parametrize("provider", ["imap", "folder"])
def test_the_office_toml_that_init_writes_loads_as_it_is(office, provider):
    settings = office(default_office_toml(provider=provider, since=date(2018, 3, 12)))

    assert settings.mailboxes[0].provider == provider
    assert settings.mailboxes[0].since == date(2018, 3, 12)


def test_init_puts_quotes_in_a_name_where_they_do_no_harm(office):
    text = default_office_toml(provider="folder", name='滕州"热线"办', address="a@example.cn")

    assert office(text).office.name == '滕州"热线"办'


def test_all_faults_are_reported_together_each_with_its_key(faults_of):
    text = SMALL.replace('path = "mailbox"', 'path = "mailbox"\npoll_second = 5', 1)
    text = text.replace('address = "tzsszxx@163.com"', 'address = "tzsszxx"\nprefix = "tz1"')
    text = text.replace('senders = ["zz12345@example.cn"]', 'senders = ["zz12345"]\nlevel = "county"')
    text += '[outbox]\nretry_minutes = [1, "五"]\n[hours]\nmorning = ["8点", "12:00"]\n[colour]\nred = 1\n'

    faults = faults_of(text)

    assert set(faults) == {
        "mailbox.poll_second",
        "office.address",
        "office.prefix",
        "upper.senders",
        "upper.level",
        "outbox.retry_minutes",
        "hours.morning",
        "colour",
    }
    assert faults["mailbox.poll_second"] == "没有这个配置项，是否应为 poll_seconds？"


def test_the_message_of_the_faults_is_a_list_a_person_can_work_through(office):
    with pytest.raises(ConfigFaults) as caught:
        office(SMALL.replace('name = "滕州市市长公开电话办公室"', 'name = ""') + "[outbocks]\n")

    assert str(caught.value).splitlines() == [
        "office.toml 有 2 处问题：",
        "  outbocks：没有这个配置项，是否应为 outbox？",
        "  office.name：必须填写",
    ]


def test_what_is_missing_altogether_is_named(faults_of):
    assert set(faults_of("[office]\n")) == {"mailbox", "courier", "upper", "office.name", "office.address"}


def test_no_config_at_all_says_how_to_make_one(tmp_path):
    with pytest.raises(ConfigFaults, match="mailroom init"):
        load(tmp_path, {})


def test_a_config_that_is_no_toml_says_where(faults_of):
    assert "第2行第8个字处" in faults_of('[office]\nname = 滕州"\n')["office.toml"]


def test_a_byte_order_mark_of_windows_notepad_does_no_harm(tmp_path):
    (tmp_path / "office.toml").write_bytes(b"\xef\xbb\xbf" + SMALL.encode())

    assert load(tmp_path, {}).office.prefix == "TZ"


def test_a_config_in_gbk_is_a_fault_and_no_crash(tmp_path):
    (tmp_path / "office.toml").write_bytes(SMALL.encode("gb18030"))

    with pytest.raises(ConfigFaults, match="UTF-8"):
        load(tmp_path, {})


def test_a_value_of_the_wrong_type_is_a_fault(faults_of):
    faults = faults_of(SMALL + '[trust]\ndomains_allowed = "no"\n[dispatching]\nbar = 2\ncandidates = "3"\n')

    assert faults == {
        "trust.domains_allowed": "应为true 或 false",
        "dispatching.bar": "应在 0 与 1 之间",
        "dispatching.candidates": "应为整数",
    }


def test_two_mailboxes_need_two_names(faults_of):
    second = '\n[[mailbox]]\nprovider = "folder"\npath = "mailbox"\n'

    faults = faults_of(SMALL.replace("[mailbox]", "[[mailbox]]") + second)

    assert list(faults) == ["mailbox[2].name"]


@pytest.mark.parametrize(("host", "saves"), [("smtp.163.com", "server"), ("mail.example.cn", "none")])
def test_only_a_server_known_to_keep_sent_letters_is_relied_on(office, host, saves):
    courier = f'[courier]\nprovider = "smtp"\nhost = "{host}"'

    text = SMALL.replace('[courier]\nprovider = "folder"\npath = "mailbox"', courier)

    assert office(text).courier.save_sent == saves


def test_a_date_may_be_written_with_or_without_quotes(office):
    for written in ('"2018-03-12"', "2018-03-12"):
        text = SMALL.replace('provider = "folder"', f'provider = "folder"\nsince = {written}', 1)
        assert office(text).mailboxes[0].since == date(2018, 3, 12)


def test_other_labels_for_a_field_are_lists_of_words(office, faults_of):
    assert office(SMALL + '[reading.labels]\nupper_no = ["流水号"]\n').reading_labels == {
        "upper_no": ("流水号",)
    }
    assert list(faults_of(SMALL + '[reading.labels]\nupper_no = "流水号"\n')) == ["reading.labels.upper_no"]


def test_a_part_of_an_answer_that_nobody_knows_is_a_fault(faults_of):
    assert list(faults_of(SMALL + '[answers]\nrequired = ["facts", "weather"]\n')) == ["answers.required"]


def test_a_fault_reads_as_key_and_sentence():
    assert str(Fault("mailbox.port", "应为整数")) == "mailbox.port：应为整数"


ODD = [
    "3",
    "-1",
    '"x"',
    "[]",
    "[1]",
    "[[1]]",
    "{}",
    "{ a = 1 }",
    "true",
    "2018-03-12",
    "08:30:00",
    "1.5",
    "nan",
]


def test_an_office_adds_words_to_topics_and_topics_of_its_own(office, faults_of):
    topics = office(SMALL + '[notice.topics]\n"供暖供热" = ["地暖"]\n"校园安全" = ["校门口"]\n').notice.topics
    assert topics["供暖供热"][0] == "供暖"
    assert topics["供暖供热"][-1] == "地暖"
    assert list(topics)[-1] == "校园安全"
    assert list(faults_of(SMALL + '[notice.topics]\n"校园安全" = "校门口"\n')) == ["notice.topics.校园安全"]


@pytest.mark.parametrize(
    "table", [*packaged_defaults(), "dispatching.weights", "rules.limit_days", "reading.labels"]
)
@pytest.mark.parametrize("odd", ODD)
def test_whatever_stands_in_a_key_is_a_value_or_a_fault(tmp_path, table, odd):
    values = packaged_defaults()
    for name in table.split("."):
        values = values[name][0] if isinstance(values[name], list) else values[name]
    for key in [*values, "nobody_knows_this"]:
        (tmp_path / "office.toml").write_text(f"[{table}]\n{key} = {odd}\n", encoding="utf-8")
        with pytest.raises(ConfigFaults):  # mailbox, courier and upper are wanting, whatever else is
            load(tmp_path, {})
    (tmp_path / "office.toml").write_text(f"{table} = {odd}\n", encoding="utf-8")
    with pytest.raises(ConfigFaults):
        load(tmp_path, {})


def test_an_office_without_an_upper_platform_is_told_so(faults_of):
    assert faults_of(SMALL[: SMALL.index("[[upper]]")].replace("[office]", "upper = []\n[office]"))["upper"]


def test_a_kind_that_cases_do_not_have_can_t_be_kept_secret(faults_of):
    faults = faults_of(SMALL + '[privacy]\nsecret_kinds = ["reports"]\n')

    assert faults["privacy.secret_kinds"].startswith("没有这种类型：“reports”，可用：")


def test_a_sender_belongs_to_one_platform(faults_of):
    second = """
[[upper]]
name = "山东省12345热线"
senders = ["ZZ12345@example.cn"]
report_to = "sd12345@example.cn"
"""
    assert faults_of(SMALL + second) == {
        "upper[2].senders": "“zz12345@example.cn”已写在上级平台“枣庄市12345政务服务热线”名下"
    }


def test_a_name_has_no_line_break(faults_of):
    text = SMALL.replace("滕州市市长公开电话办公室", "滕州市\\n公开电话办公室")

    assert faults_of(text)["office.name"] == "不得含有换行等控制字符"


@pytest.mark.parametrize(
    ("added", "told"),
    [
        ('a = "x\n', "引号没有成对"),
        ("[office]\n", "同一个表写了两次"),
        ("不 = 1\n", "第17行第1个字处"),
        ("[[upper\n", "方括号没有成对"),
        ("a = {b = 1", "文件末尾"),
    ],
)
def test_a_file_that_is_no_toml_is_told_with_its_line(faults_of, added, told):
    sentence = faults_of(SMALL.strip() + "\n" + added)["office.toml"]

    assert told in sentence
    assert not re.search("[A-Za-z]{3}", sentence.replace("TOML", ""))


def test_an_hour_is_china_time_and_names_no_other_zone(faults_of):
    text = '[hours]\nmorning = ["08:30+08:00", "12:00"]\n[duties]\nremind_at = "09:00+08:00"\n'

    assert faults_of(SMALL + text) == {
        "hours.morning": "应为时间，如 08:30，现为“08:30+08:00”",
        "duties.remind_at": "应为时间，如 08:30，现为“09:00+08:00”",
    }


def test_reminders_have_to_go_out_before_the_office_closes(office, faults_of):
    text = '[hours]\nafternoon = ["14:00", "18:00"]\n[duties]\nremind_at = '

    assert faults_of(SMALL + text + '"18:00"\n') == {
        "duties.remind_at": "应早于下班时间 18:00，否则催办发不出去"
    }
    assert office(SMALL + text + '"17:30"\n').duties.remind_at == time(17, 30)


@pytest.mark.parametrize("url", ["postgresql://u@[::1/x", "postgresql://u@h:abc/x"])
def test_a_ledger_s_address_that_is_none_is_a_fault(faults_of, url):
    faults = faults_of(SMALL + f'[ledger]\nurl = "{url}"\n')

    assert faults["ledger.url"].startswith("写法有误")


def netease(table, **changes):
    """An office at 163.com, with some keys of a table written."""
    text = imap() if table == "mailbox" else SMALL
    lines = "".join(f"{key} = {value!r}\n" for key, value in changes.items())
    if table == "courier":
        real = 'provider = "smtp"\nhost = "smtp.163.com"\nuser = "a@163.com"\npassword_env = "MAILROOM_PASSWORD"\n'
        return text.replace('[courier]\nprovider = "folder"\npath = "mailbox"\n', f"[courier]\n{real}{lines}")
    return text.replace("[mailbox]\n", f"[mailbox]\n{lines}")


def test_at_netease_the_folders_that_hide_answers_are_looked_into_unless_the_office_says_otherwise(office):
    assert "病毒文件夹" in office(netease("mailbox")).mailboxes[0].junk_folders
    assert office(netease("mailbox", junk_folders=["垃圾邮件"])).mailboxes[0].junk_folders == ("垃圾邮件",)
    assert office(netease("mailbox", junk_folders=["none"])).mailboxes[0].junk_folders == ()
    assert office(SMALL).mailboxes[0].junk_folders == ()


def test_at_netease_a_free_account_sends_no_more_than_it_bears_unless_the_office_says_otherwise(office):
    bare, written = office(netease("courier")), office(netease("courier", per_day=1000, pause_seconds=1))

    assert (bare.courier.per_day, bare.courier.pause_seconds) == (150, 10)
    assert (written.courier.per_day, written.courier.pause_seconds) == (1000, 1)
    assert (office(SMALL).courier.per_day, office(SMALL).courier.pause_seconds) == (0, 0)
