"""延期: asked in time, once, with a reason, for ten working days at most; granted or refused by letter."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from mailroom.demonstration.answers import answer_mail, extension_mail
from mailroom.demonstration.letters import read_letter
from tests.journeys.in_files import FolderOffice
from tests.journeys.matters import lamps
from tests.journeys.offices import OfficeAtWork
from tests.journeys.replies import TOWN, TUESDAY, answered, complete, dispatched_on_monday
from tests.journeys.seen import Seen
from tests.journeys.test_secret_cases import FORBIDDEN, MARKET, secret
from tests.mailroom.command_line import mail_of

HELPER = "木石镇人民政府"
GRANTED = "2018-03-13T15:30"
NOTICE = """
year = 2018
number = "国办发明电〔2018〕99号"
title = "关于临时放假的通知"
issued_on = 2018-03-13

[[holiday]]
name = "临时放假"
days = [2018-03-20]
makeup = []
"""


def asks(
    letter: Seen, *, days: int = 5, reason: str = "需采购配件", at: datetime = TUESDAY, who: str = TOWN
) -> bytes:
    return extension_mail(
        letter.raw,
        department=who,
        reason=reason,
        days=days,
        sent_on=at,
        message_id=f"<asks-{days}-{at:%d%H}@example.cn>",
    )


def number_of(letter: Seen) -> str:
    return str(read_letter(letter.raw).case_no)


def extend(office: OfficeAtWork, letter: Seen, *words: str, status: int = 0, at: str = GRANTED) -> str:
    done = office.tell("extend", number_of(letter), *words, "--at", at, status=status)
    return done.stdout + done.stderr


def due(office: OfficeAtWork, department: str = TOWN) -> str:
    (case,) = office.cases()
    rows = office.case(case["case_no"])["dispatches"]
    return next(row["due_at"] for row in reversed(rows) if row["department"] == department)


def replies(office: OfficeAtWork, department: str = TOWN) -> list[Seen]:
    return [each for each in office.at_department(department) if "【延期答复】" in each.subject]


def test_a_person_grants_it_and_the_department_gets_the_new_deadline(office: OfficeAtWork, dispatched: Seen):
    answered(office, asks(dispatched))
    (entry,) = office.held()
    assert "延期申请（5 个工作日）：需采购配件" in entry["because"]
    grant, refuse = (each["do"] for each in entry["suggestions"])
    assert grant == f"mailroom extend {number_of(dispatched)} --grant 5 --because 理由"
    assert refuse == f"mailroom extend {number_of(dispatched)} --refuse --because 理由"

    told = extend(office, dispatched, "--grant", "5", "--because", "配件须从外地调运")
    office.round("2018-03-13T15:31")

    assert "2018-03-15 17:00 → 2018-03-22 17:00" in told
    assert office.held() == []
    (letter,) = replies(office)
    assert "原办理时限：2018年3月15日17:00" in letter.text
    assert "2018年3月22日（星期四）17:00前" in letter.text
    assert "配件须从外地调运" in letter.text
    dossier = office.case(number_of(dispatched))
    assert any("2018-03-15 17:00 → 2018-03-22 17:00" in each["because"] for each in dossier["journal"])
    assert "2018-03-15 周四 第3个工作日" in dossier["due_trace"]
    assert "2018-03-22 周四 第5个工作日" in dossier["due_trace"]


def test_the_reply_answers_the_mail_that_asked(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)
    answered(in_folder, asks(letter))
    (entry,) = in_folder.held()
    extend(in_folder, letter, "--grant", "5", "--because", "同意")
    in_folder.round("2018-03-13T15:31")

    (reply,) = replies(in_folder)
    assert entry["message_id"].encode() in reply.raw


def test_it_is_refused_and_the_deadline_stands(office: OfficeAtWork, dispatched: Seen):
    answered(office, asks(dispatched))

    extend(office, dispatched, "--refuse", "--because", "备用灯具可先装上")
    office.round("2018-03-13T15:31")

    assert due(office) == "2018-03-15T17:00:00"
    assert office.acts(number_of(dispatched))[-1] == "extend_refused"
    (letter,) = replies(office)
    assert "备用灯具可先装上" in letter.text
    assert "2018年3月15日（星期四）17:00前（原办理时限不变）" in letter.text


def test_where_the_office_says_so_the_rule_grants_it(office: OfficeAtWork):
    office.configure(extensions={"decided_by": "rule"})
    letter = dispatched_on_monday(office)

    done = answered(office, asks(letter))

    assert (done["held"], done["posted"]) == (0, 1)
    assert due(office) == "2018-03-22T17:00:00"
    assert len(replies(office)) == 1
    extended = [each for each in office.case(number_of(letter))["journal"] if each["act"] == "extend"]
    assert [each["by"] for each in extended] == ["系统"]


@pytest.mark.parametrize(
    ("doubt", "grant", "changes"),
    [
        ("最长 10 个", "--grant 10 --because 理由", {"days": 12}),
        (
            "已过办理时限",
            "--grant 5 --because 理由 --exception 理由",
            {"at": datetime(2018, 3, 16, 9)},
        ),
    ],
)
def test_the_rule_grants_nothing_that_breaks_it(
    in_folder: FolderOffice, doubt: str, grant: str, changes: dict
):
    in_folder.configure(extensions={"decided_by": "rule"})
    letter = dispatched_on_monday(in_folder)
    at = changes.get("at", TUESDAY)

    answered(in_folder, asks(letter, **changes), at=f"{at:%Y-%m-%dT%H}:01")

    (entry,) = [each for each in in_folder.held() if each["what"] == "extension"]
    assert doubt in entry["because"]
    assert "--refuse" in entry["suggestions"][0]["do"]
    assert entry["suggestions"][1]["do"].endswith(grant)
    assert due(in_folder) == "2018-03-15T17:00:00"


def test_what_breaks_the_rules_is_granted_only_with_the_word_of_who_allowed_it(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)
    at = "2018-03-16T10:00"

    told = extend(in_folder, letter, "--grant", "3", "--because", "等验收", status=1, at=at)
    assert "已过办理时限" in told
    assert "--exception" in told
    assert due(in_folder) == "2018-03-15T17:00:00"

    words = ("--grant", "3", "--because", "等验收", "--exception", "王主任批准")
    extend(in_folder, letter, *words, at=at)
    assert due(in_folder) == "2018-03-20T17:00:00"
    assert "王主任批准" in in_folder.case(number_of(letter))["journal"][-1]["because"]


def test_it_is_asked_once(in_folder: FolderOffice):
    in_folder.configure(extensions={"decided_by": "rule"})
    letter = dispatched_on_monday(in_folder)
    answered(in_folder, asks(letter, days=2))

    answered(in_folder, asks(letter, days=3, reason="又缺材料"), at="2018-03-14T09:00")

    (entry,) = in_folder.held()
    assert "只能申请 1 次" in entry["because"]
    assert "3月13日同意" in entry["because"]
    assert due(in_folder) == "2018-03-19T17:00:00"


def test_a_wish_by_telephone_is_decided_the_same_way(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)

    extend(in_folder, letter, "--grant", "2", "--because", "电话说明情况属实")
    in_folder.round("2018-03-13T15:31")

    assert due(in_folder) == "2018-03-19T17:00:00"
    assert len(replies(in_folder)) == 1


def test_an_extension_of_an_assisting_department_moves_its_own_deadline_only(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)
    in_folder.tell(
        "dispatch", number_of(letter), "--to", TOWN, "--assist", HELPER, "--at", "2018-03-12T10:30"
    )
    in_folder.round("2018-03-12T10:31")
    (helpers,) = in_folder.at_department(HELPER)
    told = extend(in_folder, letter, "--grant", "2", "--because", "电话", status=1)
    assert "--department" in told

    answered(in_folder, asks(helpers, who=HELPER))
    assert f"--department {HELPER}" in in_folder.held()[0]["suggestions"][0]["do"]
    extend(in_folder, letter, "--grant", "5", "--because", "同意", "--department", "木石镇")

    assert (due(in_folder), due(in_folder, HELPER)) == ("2018-03-15T17:00:00", "2018-03-22T17:00:00")


def test_it_goes_no_further_than_the_platform_allows_but_where_a_person_says_so(in_folder: FolderOffice):
    letter = dispatched_with(in_folder, datetime(2018, 3, 19, 17))
    answered(in_folder, asks(letter))
    assert "上级要求 2018年3月19日17:00 前办结，至多延到 2018年3月19日12:00" in in_folder.held()[0]["because"]

    told = extend(in_folder, letter, "--grant", "5", "--because", "同意")
    assert "→ 2018-03-19 12:00" in told
    again = ("--grant", "3", "--because", "上级口头同意", "--exception", "王主任批准")
    assert "上级" in extend(in_folder, letter, *again, status=1)
    extend(in_folder, letter, *again, "--past-upper", "已电话报告枣庄平台")
    assert due(in_folder) == "2018-03-22T17:00:00"


def dispatched_with(office: OfficeAtWork, upper_due: datetime) -> Seen:
    office.cases_in(replace(lamps(), due_at=upper_due), "docx-four-columns", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    (letter,) = office.at_department(TOWN)
    return letter


def test_reminders_follow_the_new_deadline_once_more(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)
    in_folder.round("2018-03-14T09:00")  # yellow, of the old deadline
    extend(in_folder, letter, "--grant", "2", "--because", "电话同意", at="2018-03-14T10:00")

    counts = [in_folder.round(f"2018-03-{day}T09:00")["posted"] for day in (15, 16, 19, 20)]

    reminders = in_folder.letters("--kind", "reminder")
    assert [each["posted_at"][:10] for each in reminders] == [
        "2018-03-14",
        "2018-03-16",
        "2018-03-19",
        "2018-03-20",
    ]
    assert counts[0] == 0  # the old deadline's day passes in silence


def test_a_changed_calendar_counts_the_extension_along(in_folder: FolderOffice, tmp_path):
    letter = dispatched_on_monday(in_folder)
    extend(in_folder, letter, "--grant", "5", "--because", "电话同意")
    notice = tmp_path / "2018.toml"
    notice.write_text(NOTICE, encoding="utf-8")
    in_folder.tell("calendar", "import", str(notice), "--at", "2018-03-13T16:00")

    assert due(in_folder) == "2018-03-23T17:00:00"
    assert in_folder.acts(number_of(letter))[-2:] != []
    assert "recount" in in_folder.acts(number_of(letter))


def test_an_answer_before_the_decision_makes_it_needless(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)
    answered(in_folder, asks(letter))
    answered(in_folder, answer_mail(letter.raw, complete(letter), sent_on=TUESDAY), at="2018-03-13T16:00")

    assert in_folder.held() == []
    assert "没有承办单位在办" in extend(
        in_folder, letter, "--grant", "2", "--because", "同意", status=1, at="2018-03-13T17:00"
    )


def test_the_case_shows_what_was_asked_and_decided(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)
    answered(in_folder, asks(letter))
    extend(in_folder, letter, "--grant", "4", "--because", "同意四天")

    (row,) = in_folder.case(number_of(letter))["extensions"]

    assert (row["state"], row["days"], row["granted_days"]) == ("granted", 5, 4)
    assert (row["due_before"], row["due_after"]) == ("2018-03-15T17:00:00", "2018-03-21T17:00:00")
    assert (row["decided_by"], row["because"]) == ("值班员", "同意四天")
    assert "延期" in in_folder.tell("case", number_of(letter)).stdout


def test_nothing_of_a_secret_case_tells_who_asked_when_it_is_given_more_time(in_folder: FolderOffice):
    in_folder.cases_in(secret(), "docx-four-columns", at="2018-03-12T10:00")
    in_folder.round("2018-03-12T10:01")
    (letter,) = in_folder.at_department(MARKET)
    answered(in_folder, asks(letter, who=MARKET, reason="联系不上欧阳建国，需等其回滕州"))
    (entry,) = in_folder.held()
    assert "请查明单位怎样知道的" in entry["because"]
    assert "立即电话" in entry["suggestions"][0]["do"]

    extend(in_folder, letter, "--grant", "2", "--because", "欧阳建国住翠湖花园3号楼2单元501室，待查")
    in_folder.round("2018-03-13T15:31")

    told = [each.everything for each in in_folder.at_department(MARKET)]
    told += [in_folder.tell("case", number_of(letter)).stdout, in_folder.log(), str(entry)]
    assert [word for word in FORBIDDEN if word in "".join("".join(told).split())] == []


def test_a_wish_from_an_address_that_is_not_on_file_is_decided_like_any_other(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)
    in_folder.tell(
        "dispatch", number_of(letter), "--to", TOWN, "--assist", HELPER, "--at", "2018-03-12T10:30"
    )
    text = f"{number_of(letter)} 申请延期3个工作日，理由：等检测报告。"
    in_folder.mail_in(mail_of("private@example.org", "申请延期", text).as_bytes())
    in_folder.round("2018-03-13T15:01")
    (entry,) = in_folder.held()
    words = ("--as", "extension", "--case", number_of(letter), "--department", HELPER)
    in_folder.tell("held", "release", str(entry["id"]), *words, "--at", "2018-03-13T15:10", status=1)

    extend(in_folder, letter, "--grant", "3", "--because", "同意")

    assert in_folder.held() == []
    assert (due(in_folder), due(in_folder, HELPER)) == ("2018-03-15T17:00:00", "2018-03-20T17:00:00")


def test_a_send_back_that_is_granted_leaves_no_wish_for_time_behind(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)
    answered(in_folder, asks(letter))
    words = ("--accept", "--because", "不归其管", "--at", GRANTED)

    in_folder.tell("send-back", number_of(letter), *words)

    assert [each["what"] for each in in_folder.held()] == ["dispatch"]


def test_asked_anew_before_it_is_decided_one_entry_waits(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)
    answered(in_folder, asks(letter))
    later = TUESDAY.replace(hour=16)
    answered(in_folder, asks(letter, days=4, reason="配件周五到货", at=later), at="2018-03-13T16:01")

    (entry,) = in_folder.held()
    assert "4 个工作日）：配件周五到货" in entry["because"]


def test_releasing_it_with_nothing_said_decides_nothing(in_folder: FolderOffice):
    letter = dispatched_on_monday(in_folder)
    answered(in_folder, asks(letter))
    (entry,) = in_folder.held()

    done = in_folder.tell("held", "release", str(entry["id"]), "--at", "2018-03-13T15:05", status=1)

    assert "mailroom extend" in done.stderr
    assert [each["id"] for each in in_folder.held()] == [entry["id"]]
