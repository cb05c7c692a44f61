"""An office's settings: what it wrote over the defaults, every fault at once, and never a password in sight."""

import re
from datetime import date, time
from pathlib import Path

import pytest

from config.settings import ConfigFaults, Fault, default_office_toml, load

SECRET = "zhe-shi-mi-ma"
ENV = {"MAILROOM_PASSWORD": SECRET}
COMMANDS = Path(__file__).parents[2] / ".." / "shared" / "commands.md"
RULES = Path(__file__).parents[2] / "docs" / "rules.md"

SMALL = """
[office]
name = "滕州市市长公开电话办公室"
address = "tzsszxx@163.com"

[mailbox]
provider = "folder"
path = "mailbox"

[courier]
provider = "folder"
path = "mailbox"

[[upper]]
name = "枣庄市12345政务服务热线"
senders = ["zz12345@example.cn"]
report_to = "zz12345@example.cn"
"""


@pytest.fixture
def office(tmp_path):
    """Write an office.toml and load it."""

    def load_text(text, env=ENV, **options):
        (tmp_path / "office.toml").write_text(text, encoding="utf-8")
        return load(tmp_path, env, **options)

    return load_text


@pytest.fixture
def faults_of(office):
    """The faults of an office.toml, as key → sentence."""

    def collect(text, env=ENV):
        with pytest.raises(ConfigFaults) as caught:
            office(text, env)
        return {fault.key: fault.sentence for fault in caught.value.faults}

    return collect


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


def test_the_password_is_in_no_repr(office):
    settings = office(example_of_commands())

    assert SECRET not in repr(settings)
    assert SECRET not in f"{settings.mailboxes} {settings.courier}"


def test_a_small_folder_office_gets_every_default(office, tmp_path):
    settings = office(SMALL, env={})

    assert settings.mailboxes[0].path == tmp_path / "mailbox"
    assert settings.mailboxes[0].name == "mailbox"
    assert settings.office.signature == settings.office.short_name == "滕州市市长公开电话办公室"
    assert settings.office.mail_domain == "163.com"
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
    assert "line 2" in faults_of('[office]\nname = 滕州"\n')["office.toml"]


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


def imap(**changes):
    """An office with a real mailbox, with some keys changed or left out (None)."""
    keys = {
        "provider": "imap",
        "host": "imap.163.com",
        "user": "a@163.com",
        "password_env": "MAILROOM_PASSWORD",
    }
    keys |= changes
    lines = [f"{key} = {value!r}" for key, value in keys.items() if value is not None]
    return SMALL.replace('provider = "folder"\npath = "mailbox"', "\n".join(lines), 1)


def test_a_password_in_the_config_is_refused_without_being_repeated(office):
    with pytest.raises(ConfigFaults) as caught:
        office(imap(password=SECRET, password_env=None))

    assert {fault.key for fault in caught.value.faults} == {"mailbox.password", "mailbox.password_env"}
    assert SECRET not in str(caught.value)


def test_a_variable_that_is_not_set_is_a_fault(faults_of):
    assert faults_of(imap(), env={}) == {"mailbox.password_env": "环境变量 MAILROOM_PASSWORD 未设置或为空"}


def test_a_command_that_talks_to_no_server_needs_no_password(office):
    assert office(imap(), env={}, secrets=False).mailboxes[0].password == ""


def test_a_password_file_gives_its_first_line(office, tmp_path):
    (tmp_path / "secret").write_text(f"{SECRET}\n", encoding="utf-8")

    settings = office(imap(password_env=None, password_file="secret"))

    assert settings.mailboxes[0].password == SECRET


def test_a_password_file_that_is_not_there_is_a_fault(faults_of):
    assert list(faults_of(imap(password_env=None, password_file="secret"))) == ["mailbox.password_file"]


@pytest.mark.parametrize(
    ("host", "allowed"), [("127.0.0.1", True), ("localhost", True), ("::1", True), ("imap.163.com", False)]
)
def test_a_connection_in_the_clear_stays_on_this_machine(office, host, allowed):
    text = imap(host=host, security="none")

    if allowed:
        assert office(text).mailboxes[0].port == 143
    else:
        with pytest.raises(ConfigFaults, match="只允许用于本机"):
            office(text)


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


def test_a_ledger_on_postgresql_gets_its_password_from_the_environment(office):
    url = '[ledger]\nurl = "postgresql://case@db.example.cn/cases"\npassword_env = "DB"\n'

    settings = office(SMALL + url, env={"DB": "p@ss/word"})

    assert settings.ledger_url == "postgresql://case:p%40ss%2Fword@db.example.cn/cases"
    assert "p%40ss" not in repr(settings)


def test_a_password_in_the_ledger_s_url_is_refused(faults_of):
    faults = faults_of(SMALL + '[ledger]\nurl = "postgresql://case:geheim@db.example.cn/cases"\n')

    assert list(faults) == ["ledger.url"]
    assert "geheim" not in str(faults)


def test_other_labels_for_a_field_are_lists_of_words(office, faults_of):
    assert office(SMALL + '[reading.labels]\nupper_no = ["流水号"]\n').reading_labels == {
        "upper_no": ("流水号",)
    }
    assert list(faults_of(SMALL + '[reading.labels]\nupper_no = "流水号"\n')) == ["reading.labels.upper_no"]


def test_a_part_of_an_answer_that_nobody_knows_is_a_fault(faults_of):
    assert list(faults_of(SMALL + '[answers]\nrequired = ["facts", "weather"]\n')) == ["answers.required"]


def test_a_fault_reads_as_key_and_sentence():
    assert str(Fault("mailbox.port", "应为整数")) == "mailbox.port：应为整数"


# --- rule sets --------------------------------------------------------------------------------------------


def test_the_founding_document_holds_from_its_day_and_before_it_too(office):
    rules = office(SMALL).rules

    assert [rules.on(day).id for day in (date(2018, 1, 1), date(2018, 3, 12), date(2026, 11, 24))] == [
        "2018"
    ] * 3
    assert [
        rules.on(date(2018, 3, 12)).limit_for(kind) for kind in ("consultation", "service", "suggestion")
    ] == [3] * 3
    assert [rules.on(date(2018, 3, 12)).limit_for(kind) for kind in ("complaint", "report")] == [7, 7]


def test_the_example_of_the_rules_page_gives_a_second_set_that_leaves_the_first_as_it_was(office):
    example = re.search(r"```toml\n(\[\[rules\]\].*?)```", RULES.read_text(encoding="utf-8"), re.DOTALL)[1]

    rules = office(SMALL + example).rules

    assert rules.on(date(2019, 12, 31)).limit_for("complaint") == 7
    assert rules.on(date(2020, 1, 1)).limit_for("complaint") == 5
    assert rules.on(date(2020, 1, 1)).acknowledge_days == 1
    assert rules.by_id("2018").limit_for("service") == 3


def test_a_third_set_starts_from_the_second(office):
    sets = '[[rules]]\nid = "a"\nfrom = 2020-01-01\nlimit_days = { complaint = 5 }\n'
    sets += '[[rules]]\nid = "b"\nfrom = "2025-01-01"\nlimit_days = { report = 4 }\n'

    rules = office(SMALL + sets).rules.on(date(2025, 6, 1))

    assert (
        rules.id,
        rules.limit_for("complaint"),
        rules.limit_for("report"),
        rules.limit_for("service"),
    ) == ("b", 5, 4, 3)


def test_a_shipped_set_is_changed_by_its_id(office):
    rules = office(SMALL + '[[rules]]\nid = "2018"\nwarn_days = 2\n').rules

    assert [each.warn_days for each in rules.sets] == [2]


def test_a_department_s_own_limit_counts_where_it_is_shorter(office):
    text = '[[rules]]\nid = "2018"\n[rules.department_limit_days]\n"滕州市公安局" = { complaint = 5, service = 9 }\n'

    rules = office(SMALL + text).rules.on(date(2018, 4, 1))

    assert rules.limit_for("complaint", "滕州市公安局") == 5
    assert rules.limit_for("service", "滕州市公安局") == 3
    assert rules.limit_for("complaint", "滕州市民政局") == 7


def test_a_kind_nobody_knows_has_the_limit_of_other(office):
    assert office(SMALL).rules.on(date(2018, 4, 1)).limit_for("") == 3


def test_faulty_rules_are_named(faults_of):
    faults = faults_of(
        SMALL
        + '[[rules]]\nid = "new"\n'
        + '[[rules]]\nid = "2018"\nwritten_days = 20\nlimit_days = { complaint = 0, petition = 3 }\n'
        + '[rules.department_limit_days]\n"甲" = { visit = 1 }\n"乙" = 3\n'
    )

    assert set(faults) == {
        "rules[1]",
        "rules[2].limit_days.petition",
        "rules（2018）.limit_days.complaint",
        "rules（2018）.phone_days",
        "rules.department_limit_days.甲.visit",
        "rules.department_limit_days.乙",
    }


def test_a_set_that_is_gone_is_not_replaced_by_another(office):
    with pytest.raises(KeyError):
        office(SMALL).rules.by_id("1999")
