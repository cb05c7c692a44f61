"""`cases` and `case`: what the ledger knows, without what not everybody may know."""

import json
from datetime import datetime

import pytest

from ledger.models import Case, Dispatch
from mailroom.office import open_office
from tests.mailroom.command_line import TOWN, UPPER, address_of, case_mail, mail_of
from tests.mailroom.conftest import UPPER_NO

CASE_KEYS = [
    "case_no", "upper_no", "channel", "level", "kind", "title", "status", "department", "due_at", "provisional",
    "overdue", "redo", "hard", "secret", "undelivered", "ought_at", "waiting_days",
]  # fmt: skip


def test_a_case_is_listed_with_the_keys_that_others_rely_on(office, case_no):
    [row] = office.rows("cases")

    assert list(row) == CASE_KEYS
    assert row["case_no"] == case_no
    assert row["upper_no"] == UPPER_NO
    assert (row["status"], row["department"], row["due_at"]) == ("dispatched", TOWN, "2018-03-15T17:00:00")
    assert (row["kind"], row["level"], row["channel"]) == ("service", "city", "hotline")
    assert row["provisional"] is row["redo"] is row["secret"] is False


@pytest.mark.parametrize(
    "typed", [str.lower, lambda no: no.replace("-", ""), lambda no: no.replace("0", "O")]
)
def test_a_number_may_be_typed_as_people_do(office, case_no, typed):
    assert office.rows("case", typed(case_no))[0]["case_no"] == case_no


def test_a_case_is_overdue_as_of_the_time_one_asks_for(office, case_no):
    assert office.rows("cases", "--at", "2018-03-15T17:00")[0]["overdue"] is False
    assert office.rows("cases", "--at", "2018-03-15T17:01")[0]["overdue"] is True
    assert office.rows("cases", "--overdue", "--at", "2018-03-15T16:00") == []
    assert len(office.rows("cases", "--overdue", "--at", "2018-03-16 09:00")) == 1


def test_a_case_that_is_listed_as_hard_is_marked_so(office, case_no):
    [row] = office.rows("cases")
    assert row["hard"] is False
    opened = open_office(office.folder)
    Case.update(hard_at=datetime(2018, 3, 23, 10)).where(Case.case_no == case_no).execute()
    opened.close()

    [row] = office.rows("cases")

    assert row["hard"] is True
    assert "疑难" in office.done("cases")


def test_cases_are_found_by_status_department_and_month(office, case_no, pending):
    def found(*args):
        return [row["case_no"] for row in office.rows("cases", *args)]

    assert found() == [case_no, pending]
    assert found("--status", "dispatched") == found("--status", "办理中") == [case_no]
    assert found("--status", "registered") == [pending]
    assert found("--department", TOWN) == found("--department", "荆河街道") == [case_no]
    assert found("--month", "2018-03") == [case_no, pending]
    assert found("--month", "2018-04") == []


@pytest.mark.parametrize(
    "args", [("--status", "done"), ("--month", "2018-13"), ("--month", "三月"), ("--month", "0000-01")]
)
def test_a_word_or_month_that_is_none_is_wrong_use(office, args):
    office.refused("cases", *args, status=2)


def test_an_unknown_department_or_case_is_said(office):
    assert "没有名为“水牛镇”的单位" in office.refused("cases", "--department", "水牛镇")
    assert "没有工单 TZ-2018-000001-0" in office.refused("case", "TZ-2018-000001-0")


def test_the_list_masks_names_and_telephones(office):
    title = "张三丰（13812345678）反映路灯不亮"
    office.drop("case", case_mail(UPPER_NO, department=TOWN, title=title))
    office.done("once", "--at", "2018-03-12T10:00")

    [row] = office.rows("cases")

    assert row["title"] == "张某某（138****5678）反映路灯不亮"
    assert "13812345678" not in office.done("cases")


def test_the_dossier_holds_all_of_a_case(office, case_no):
    [row] = office.rows("case", case_no)

    assert set(CASE_KEYS) <= set(row)
    assert row["due_trace"][0] == "2018-03-12 周一 收件当日不计"
    assert row["due_trace"][-1].startswith("办理期限：2018-03-15 17:00")
    [dispatch] = row["dispatches"]
    assert {
        "department",
        "role",
        "dispatched_at",
        "due_at",
        "acknowledged_at",
        "answered_at",
        "state",
    } <= set(dispatch)
    assert (dispatch["department"], dispatch["role"], dispatch["state"]) == (TOWN, "lead", "open")
    assert [entry["act"] for entry in row["journal"]] == ["register", "dispatch"]
    assert set(row["journal"][0]) == {"at", "act", "by", "because"}
    assert row["letters"][0]["kind"] == "dispatch"
    assert row["mails"][0]["what"] == "case"
    assert row["follow_ups"] == []


def test_the_dossier_is_found_by_the_upper_number_too(office, case_no):
    assert office.rows("case", UPPER_NO) == office.rows("case", case_no)


def test_the_dossier_prints_for_a_person(office, case_no):
    printed = office.done("case", case_no)

    for piece in (
        case_no,
        TOWN,
        "路灯不亮",
        "时限推算",
        "登记受理",
        "分办转办",
        "转办函",
        "张某某",
        "138****5678",
    ):
        assert piece in printed
    assert "张三丰" not in printed


def test_who_looks_at_the_petitioner_is_written_down(office, case_no):
    [masked] = office.rows("case", case_no)
    [full] = office.rows("case", case_no, "--petitioner", "--by", "李四")

    assert masked["petitioner"]["name"] == "张某某"
    assert full["petitioner"] == {"name": "张三丰", "phone": "13812345678", "address": ""}
    assert [(each["act"], each["by"]) for each in full["journal"]][-1] == ("note", "李四")
    assert "查看诉求人身份信息" in full["journal"][-1]["because"]
    assert len(masked["journal"]) == 2


def test_a_secret_case_tells_nothing_of_who_asked(office):
    text = "我叫张三丰，电话13812345678，举报某厂夜间偷排污水。"
    office.drop(
        "case", case_mail(UPPER_NO, text, department=TOWN, kind="举报", secret="是", title="张三丰举报偷排")
    )
    office.done("once", "--at", "2018-03-12T10:00")
    [row] = office.rows("cases")
    assert row["secret"] is True

    printed = "".join(
        office.done(*args)
        for args in (("cases",), ("cases", "--json"), ("case", row["case_no"]), ("case", UPPER_NO, "--json"))
    )

    assert "张三丰" not in printed
    assert "13812345678" not in printed
    assert "张三丰" in office.done("case", row["case_no"], "--petitioner")


def test_the_mails_of_a_secret_case_do_not_tell_who_asked_either(office):
    mail = case_mail(UPPER_NO, "举报某厂夜间偷排污水。", department=TOWN, kind="举报", secret="是")
    mail.replace_header("Subject", "转办：张三丰举报偷排")
    office.drop("case", mail)
    office.done("once", "--at", "2018-03-12T10:00")
    [row] = office.rows("cases")

    assert "张三丰" not in office.done("case", row["case_no"]) + office.done("case", row["case_no"], "--json")
    [mail_shown] = office.rows("case", row["case_no"])[0]["mails"]
    assert mail_shown["subject"] == "转办：〔保密〕举报偷排"
    assert mail_shown["from"] == UPPER  # a platform's address tells nothing
    assert "转办：张三丰举报偷排" in office.done("case", row["case_no"], "--petitioner")


def test_a_citizen_who_wrote_in_confidence_is_not_told_by_the_address(office):
    text = case_mail(
        UPPER_NO, "举报荆河街道某厂夜间偷排污水。", department=TOWN, kind="举报", sender="zsf@home.cn"
    )
    office.drop("case", text)
    office.done("once", "--at", "2018-03-12T10:00")
    [entry] = office.rows("held")
    office.done("held", "release", str(entry["id"]), "--at", "2018-03-12T10:01")
    [row] = office.rows("cases")

    assert "zsf@home.cn" not in office.done("case", row["case_no"]) + office.done("case", UPPER_NO, "--json")
    assert "zsf@home.cn 直接来件" in office.done("case", row["case_no"], "--petitioner")


def test_a_title_can_neither_paint_nor_move_the_cursor(office):
    office.drop("case", case_mail(UPPER_NO, department=TOWN, title="[red]路灯[/red] \\[bold"))
    office.drop("other", mail_of("x@elsewhere.cn", "a\x1b[2Jb [blink]c", "正文\x1b]0;title\x07"))
    office.done("once", "--at", "2018-03-12T10:00")

    assert "[red]路灯[/red]" in office.done("cases")
    printed = office.done("held") + office.done("held", "show", "1")
    assert "\x1b" not in printed
    assert "\x07" not in printed


def test_an_acknowledgement_is_seen_in_the_dossier(office, case_no):
    town = address_of(office, TOWN)
    office.drop("ack", mail_of(town, f"Re: {case_no} 收到", f"{case_no} 已收到，马上办理。"))
    office.done("once", "--at", "2018-03-12T14:00")

    [row] = office.rows("case", case_no)
    assert row["dispatches"][0]["acknowledged_at"] == "2018-03-12T14:00:00"


@pytest.mark.parametrize("secret", ["是", "否"])
def test_why_a_department_was_chosen_does_not_tell_who_asked(office, secret):
    text = "荆河街道张三丰13812345678反映路灯不亮，请维修。"
    office.drop("case", case_mail("180312091500000001", text, place="", secret=secret))
    office.done("once", "--at", "2018-03-12T10:00")
    [row] = office.rows("cases")

    [dossier] = office.rows("case", row["case_no"])

    assert "荆河街道" in dossier["dispatches"][0]["because"]
    for told in ("张三", "138123"):
        assert told not in json.dumps(dossier["dispatches"], ensure_ascii=False)


def test_nor_does_the_reason_that_a_person_gives(office, case_no):
    dossier = open_office(office.folder)
    Dispatch.update(because="由李四指定：张三丰（13812345678）来电催问").execute()
    dossier.close()

    shown = office.done("case", case_no)

    assert "由李四指定" in shown
    assert "张三丰" not in shown
    assert "13812345678" not in shown


# --- waiting for dispatch -----------------------------------------------------------------------------------


def test_a_case_that_waits_for_dispatch_shows_since_when_and_until_when(office, pending):
    [row] = office.rows("cases", "--at", "2018-03-15T10:00")

    assert (row["waiting_days"], row["ought_at"], row["due_at"]) == (3, "2018-03-15T17:00:00", None)
    assert not row["overdue"]
    assert "已等分办3个工作日" in "".join(office.done("cases", "--at", "2018-03-15T10:00").split())
    assert "应于 2018-03-15 17:00 前办结" in office.done("case", pending, "--at", "2018-03-15T10:00")


def test_one_that_waited_past_its_time_is_among_the_overdue_until_it_is_dispatched(office, pending):
    assert office.rows("cases", "--overdue", "--at", "2018-03-15T10:00") == []
    assert len(office.rows("cases", "--overdue", "--at", "2018-03-16T10:00")) == 1

    office.done("dispatch", pending, "--to", TOWN, "--at", "2018-03-16T11:00")

    assert office.rows("cases", "--overdue", "--at", "2018-03-16T12:00") == []
    [row] = office.rows("cases")
    assert (row["due_at"], row["ought_at"], row["waiting_days"]) == ("2018-03-21T17:00:00", None, 0)
