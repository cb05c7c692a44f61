"""回访: every answered case is called back about; the list goes out each morning and comes back filled in.

Street lamps, answered on Tuesday the 13th: to be called back about until Friday the 16th.
"""

from __future__ import annotations

import pytest

from tests.generators.filling import as_in_word
from tests.journeys.callers import (
    CALLER,
    DISSATISFIED,
    SATISFIED,
    answered_case,
    brought_back,
    call_list,
    filled_in,
    list_of,
    mailed_back,
    numbers_on,
    said,
)
from tests.journeys.in_files import FolderOffice
from tests.journeys.matters import lamps
from tests.journeys.offices import OfficeAtWork, Row
from tests.journeys.replies import TOWN
from tests.mailroom.command_line import mail_of

WORD = "vnd.openxmlformats-officedocument.wordprocessingml.document"
STRANGE = "TZ-2019-000777-Y"  # a sound number that we never gave

# --- the list -------------------------------------------------------------------------------------------------------


def test_a_satisfied_petitioners_case_closes(office: OfficeAtWork):
    number = answered_case(office)
    (due,) = office.ask("follow-ups", "--at", "2018-03-14T08:00")
    assert (due["case_no"], due["due_at"], due["state"]) == (number, "2018-03-16T17:00:00", "to_call")

    letter = list_of(office)
    assert numbers_on(call_list(letter)) == [number]
    row = brought_back(office, letter, number, SATISFIED | {"回访日期": "2018年3月14日"})

    assert row["status"] == "closed"
    assert said(row) == ["2018-03-14回访：满意，已解决"]
    assert (row["journal"][-1]["act"], row["journal"][-1]["because"]) == ("close", "回访满意，已解决")
    assert office.held() == []
    assert office.ask("follow-ups", "--at", "2018-03-14T12:00") == []


def test_the_list_goes_out_once_a_working_day_in_office_hours(in_folder: FolderOffice):
    answered_case(in_folder)

    posted = {
        at: in_folder.round(f"2018-03-{at}")["posted"]
        for at in (
            "14T07:00",
            "14T08:29",
            "14T08:30",
            "14T09:30",
            "14T18:00",
            "15T09:00",
            "17T10:00",
            "18T10:00",
        )
    }

    assert [at for at, count in posted.items() if count] == ["14T08:30", "15T09:00"]
    assert [each["kind"] for each in in_folder.letters("--kind", "follow_up")] == ["follow_up"] * 2


def test_after_a_standstill_one_list_goes_out_and_tells_what_is_overdue(in_folder: FolderOffice):
    number = answered_case(in_folder)

    letter = list_of(in_folder, "2018-03-20T14:00")

    assert len(in_folder.at_department(CALLER)) == 1
    assert "应回访1件，已超期1件" in letter.subject
    assert f"{number}（{TOWN}）：应于3月16日前回访，已超期" in letter.text
    assert "（已超期1件）" in letter.everything
    assert [
        each["case_no"] for each in in_folder.ask("follow-ups", "--overdue", "--at", "2018-03-20T14:00")
    ] == [number]
    assert in_folder.ask("follow-ups", "--overdue", "--at", "2018-03-16T17:00") == []


def test_an_answer_that_comes_after_the_hour_of_the_list_stands_on_the_next_days(in_folder: FolderOffice):
    answered_case(in_folder)  # at 15:00

    assert in_folder.round("2018-03-13T16:00")["posted"] == 0


def test_without_callers_nothing_is_mailed_and_the_sheets_are_saved_by_hand(in_folder: FolderOffice):
    number = answered_case(in_folder)
    in_folder.configure()
    assert in_folder.round("2018-03-14T08:30")["posted"] == 0

    place = in_folder.folder / "表"
    in_folder.tell("follow-ups", "--save", str(place), "--forms", "--at", "2018-03-14T08:40", "--by", "周敏")

    assert sorted(each.name for each in place.iterdir()) == [f"{number}_回访表.docx", "回访表_20180314.xlsx"]
    last = in_folder.case(number)["journal"][-1]
    assert (last["because"], last["by"]) == ("取出回访表（含诉求人身份信息）", "周敏")


def test_the_mail_with_the_list_names_no_petitioner_and_the_list_none_of_a_secret_case(
    in_folder: FolderOffice,
):
    number = answered_case(in_folder)
    who = in_folder.ask("case", number, "--petitioner")[0]["petitioner"]
    letter = list_of(in_folder)
    assert who["name"] in letter.everything
    assert who["name"] not in letter.text + letter.html + letter.subject

    in_folder.tell("change", number, "--secret", "是", "--at", "2018-03-14T09:00")
    secret = list_of(in_folder, "2018-03-15T08:30")

    assert number in secret.everything
    assert who["name"] not in secret.everything
    assert who["phone"] not in secret.everything


# --- what comes back ------------------------------------------------------------------------------------------------


def test_the_same_sheet_twice_changes_nothing_and_rows_left_empty_wait(in_folder: FolderOffice):
    number = answered_case(in_folder)
    letter = list_of(in_folder)
    first = brought_back(in_folder, letter, number, {"三次拨打": "①3月14日9时 无人接听"})
    assert said(first) == ["2018-03-14 09:00拨打，未接通。无人接听"]

    again = brought_back(
        in_folder, letter, number, {"三次拨打": "①3月14日9时 无人接听"}, at="2018-03-14T16:00"
    )

    assert said(again) == said(first)
    assert in_folder.held() == []
    (waits,) = in_folder.ask("follow-ups", "--at", "2018-03-14T16:30")
    assert waits["tried"] == 1


def test_three_half_days_without_an_answer_end_the_calls(office: OfficeAtWork):
    number = answered_case(office)
    letter = list_of(office)

    row = brought_back(office, letter, number, {"三次拨打": "①3月14日9时 无人接听\n②3月14日10时 无人接听"})
    assert row["status"] == "answered"
    next_one = list_of(office, "2018-03-15T08:30")
    assert "已有1个半天没有接通" in next_one.text

    row = brought_back(
        office,
        next_one,
        number,
        {"三次拨打": "①3月14日15时 无人接听\n②3月15日9时 关机", "回访人": "周敏"},
        at="2018-03-15T11:00",
    )

    assert row["status"] == "closed"
    assert row["journal"][-1]["because"] == "3个不同半天回访，均联系不上"
    assert [each["reached"] for each in row["follow_ups"]] == [False]


def test_a_strangers_sheet_waits_for_a_person(in_folder: FolderOffice):
    number = answered_case(in_folder)
    letter = list_of(in_folder)

    row = brought_back(in_folder, letter, number, SATISFIED, sender="somebody@elsewhere.example")
    assert row["status"] == "answered"
    (entry,) = in_folder.held()
    assert "不在 [follow_up] callers 中" in entry["because"]
    shown = in_folder.tell("held", "show", str(entry["id"])).stdout
    assert f"回访 {number}" in shown
    assert "接通：是，满意度：满意，是否解决：是，回访人：周敏" in shown

    in_folder.tell("held", "release", str(entry["id"]), "--at", "2018-03-14T11:30")

    assert in_folder.case(number)["status"] == "closed"


@pytest.mark.parametrize(
    ("filled", "because"),
    [
        ({"是否接通": "未接通", "满意度": "满意"}, "未接通，却填了满意度"),
        ({"是否接通": "接通", "回访人": "周敏"}, "填了接通，没有填满意度"),
        (SATISFIED | {"满意度": "说不好"}, "的回访有疑问"),
        (SATISFIED | {"回访日期": "2018年3月12日"}, "早于单位反馈"),
        (SATISFIED | {"回访日期": "2018年3月15日"}, "还没有到"),
    ],
)
def test_a_row_that_contradicts_itself_is_laid_before_a_person(
    in_folder: FolderOffice, filled: Row, because: str
):
    number = answered_case(in_folder)

    row = brought_back(in_folder, list_of(in_folder), number, filled)

    assert row["status"] == "answered"
    (entry,) = in_folder.held()
    assert because in entry["because"]
    in_folder.tell("follow-up", number, "--reached", "--satisfaction", "基本满意", "--at", "2018-03-14T12:00")
    assert in_folder.held() == []
    assert in_folder.case(number)["status"] == "closed"


def test_another_word_about_a_finished_call_is_laid_before_a_person(in_folder: FolderOffice):
    number = answered_case(in_folder)
    letter = list_of(in_folder)
    brought_back(in_folder, letter, number, SATISFIED)

    brought_back(in_folder, letter, number, DISSATISFIED, at="2018-03-14T15:00")

    (entry,) = in_folder.held()
    assert "已于 2018-03-14 登记为“满意，已解决”，又填了别的结果" in entry["because"]
    assert in_folder.case(number)["status"] == "closed"


def test_a_withdrawn_case_is_on_no_list_and_what_is_said_of_it_moves_nothing(in_folder: FolderOffice):
    number = answered_case(in_folder)
    letter = list_of(in_folder)
    in_folder.tell("withdraw", number, "--because", "上级撤回", "--at", "2018-03-14T09:00")

    row = brought_back(in_folder, letter, number, SATISFIED)

    assert row["status"] == "withdrawn"
    assert row["journal"][-1]["because"] == "上级撤回，又填来回访：满意，已解决"
    assert in_folder.round("2018-03-15T08:30")["posted"] == 0


def test_the_ledger_tells_what_came_of_the_call_back(in_folder: FolderOffice):
    number = answered_case(in_folder)
    in_folder.tell("follow-up", number, "--reached", "--satisfaction", "满意", "--at", "2018-03-14T09:00")

    file = in_folder.folder / "台账.csv"
    in_folder.tell("ledger", "export", str(file))

    heads, line = [row.split(",") for row in file.read_text(encoding="utf-8-sig").splitlines()[-2:]]
    assert dict(zip(heads, line, strict=True))["回访结果"] == "满意"


def test_the_sheet_of_one_case_is_written_down_as_well(in_folder: FolderOffice):
    number = answered_case(in_folder)
    place = in_folder.folder / "表"
    in_folder.tell("follow-ups", "--save", str(place), "--forms", "--at", "2018-03-14T08:40")
    form = as_in_word(
        (place / f"{number}_回访表.docx").read_bytes(), SATISFIED | {"回访日期": "2018年3月14日"}
    )
    mail = mail_of(in_folder.address_of(CALLER), f"回访表 {number}", "填好了。")
    mail.replace_header("Date", "Wed, 14 Mar 2018 10:30:00 +0800")
    mail.add_attachment(form, maintype="application", subtype=WORD, filename=f"{number}_回访表.docx")
    in_folder.mail_in(mail.as_bytes())

    in_folder.round("2018-03-14T11:00")

    assert in_folder.case(number)["status"] == "closed"
    assert said(in_folder.case(number)) == ["2018-03-14回访：满意，已解决"]


def test_a_number_that_is_not_ours_and_a_case_without_an_answer_are_laid_before_a_person(
    in_folder: FolderOffice,
):
    number = answered_case(in_folder)
    letter = list_of(in_folder)
    in_folder.cases_in(lamps(14), "docx-four-columns", at="2018-03-14T09:00")
    in_folder.round("2018-03-14T09:01")
    other = in_folder.cases()[-1]["case_no"]
    for at, instead, because in (
        ("2018-03-14T11:00", other, f"{other} 还没有单位的反馈"),
        ("2018-03-14T11:05", STRANGE, f"{STRANGE} 不在本办台账中"),
    ):
        sheet = filled_in(call_list(letter), {number: SATISFIED | {"转办编号": instead, "编号核对": instead}})
        mailed_back(in_folder, letter, sheet, sender=in_folder.address_of(CALLER), at=at)
        in_folder.round(at)
        assert because in in_folder.held()[-1]["because"]

    assert in_folder.case(number)["status"] == "answered"


def test_the_offices_own_mailbox_may_send_the_sheet_back(in_folder: FolderOffice):
    number = answered_case(in_folder)

    row = brought_back(in_folder, list_of(in_folder), number, SATISFIED, sender=in_folder.address)

    assert row["status"] == "closed"


def test_a_mail_that_a_person_takes_for_a_sheet_and_that_tells_of_no_call_goes_on_waiting(
    in_folder: FolderOffice,
):
    number = answered_case(in_folder)
    in_folder.mail_in(mail_of(in_folder.address_of(CALLER), "今天的", "请领导有空时看看。").as_bytes())
    in_folder.round("2018-03-14T11:00")
    (entry,) = in_folder.held()

    in_folder.tell(
        "held", "release", str(entry["id"]), "--as", "follow_up", "--at", "2018-03-14T11:30", status=None
    )

    (entry,) = in_folder.held()
    assert entry["because"] == "读作回访表，没有读出哪一件填了什么"
    assert in_folder.case(number)["status"] == "answered"


# --- what was written down wrongly ----------------------------------------------------------------------------------


def corrected(office: OfficeAtWork, number: str, satisfaction: str, *, status: int = 0) -> str:
    words = ("--reached", "--satisfaction", satisfaction, "--correct", "填错了行", "--at", "2018-03-14T15:00")
    done = office.tell("follow-up", number, *words, status=status)
    return done.stderr if status else done.stdout


def test_satisfied_that_was_dissatisfied_is_handled_again_at_once(in_folder: FolderOffice):
    number = answered_case(in_folder)
    brought_back(in_folder, list_of(in_folder), number, SATISFIED)

    assert "已督办重办" in corrected(in_folder, number, "不满意")

    row = in_folder.case(number)
    assert row["status"] == "dispatched"
    assert "更正回访：原为“满意，已解决”，现为“不满意”。填错了行" in said(row)
    assert len(in_folder.letters("--kind", "redo")) == 1


def test_dissatisfied_that_was_satisfied_closes_and_waits_for_no_verdict(in_folder: FolderOffice):
    number = answered_case(in_folder)
    brought_back(in_folder, list_of(in_folder), number, DISSATISFIED)

    corrected(in_folder, number, "满意")

    assert in_folder.case(number)["status"] == "closed"
    assert in_folder.held() == []


def test_nothing_is_put_right_before_it_is_written_down_nor_after_a_redo(in_folder: FolderOffice):
    number = answered_case(in_folder)
    assert "还没有登记结果" in corrected(in_folder, number, "满意", status=1)

    brought_back(in_folder, list_of(in_folder), number, DISSATISFIED)
    (entry,) = in_folder.held()
    in_folder.tell("held", "release", str(entry["id"]), "--at", "2018-03-14T14:00")

    assert "已经研判，不能更正" in corrected(in_folder, number, "满意", status=1)


def test_a_verdict_that_is_asked_for_is_not_thrown_away(in_folder: FolderOffice):
    number = answered_case(in_folder)
    brought_back(in_folder, list_of(in_folder), number, DISSATISFIED)
    (entry,) = in_folder.held()

    told = in_folder.tell("held", "discard", str(entry["id"]), "--because", "不管了", status=1)

    assert "不能这样作废" in told.stderr
    assert in_folder.held()[0]["id"] == entry["id"]
