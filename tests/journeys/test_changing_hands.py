"""A case changes hands: given back a first and a second time, taken back by the office; who has it next is told the story."""

from __future__ import annotations

from datetime import datetime

import pytest

from mailroom.demonstration.answers import answer_mail, extension_mail, send_back_mail
from mailroom.demonstration.letters import read_letter
from mailroom.demonstration.results import made_up_result
from tests.journeys.in_files import FolderOffice
from tests.journeys.matters import lamps
from tests.journeys.offices import OfficeAtWork, Row
from tests.journeys.replies import TOWN, TUESDAY, answered, complete
from tests.journeys.seen import Seen
from tests.journeys.test_secret_cases import FORBIDDEN, MARKET, secret
from tests.mailroom.command_line import mail_of

BUILDERS, NEXT, THIRD = "滕州市住房和城乡建设局", "木石镇人民政府", "滨湖镇人民政府"
BY_RULE = {"decided_by": "rule"}


def on_the_towns_desk(office: OfficeAtWork, **says: object) -> Seen:
    """A case of the town's by its place, and of the builders' by their duty."""
    text = "来电人反映羊庄镇驻地城区路灯有6盏不亮，老人晚上出门容易摔倒，希望安排维修。"
    office.cases_in(lamps(request_text=text, **says), "docx-four-columns", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    (letter,) = office.at_department(TOWN)
    return letter


def gives_back(
    office: OfficeAtWork,
    letter: Seen,
    who: str,
    *,
    to: str,
    at: datetime = TUESDAY,
    reason: str = "路灯已移交",
) -> Row:
    raw = send_back_mail(
        letter.raw,
        department=who,
        reason=reason,
        suggested=to,
        sent_on=at,
        message_id=f"<back-{at:%d%H}@example.cn>",
    )
    return answered(office, raw, at=f"{at:%Y-%m-%dT%H}:01")


def case_of(office: OfficeAtWork) -> Row:
    (case,) = office.cases()
    return office.case(case["case_no"])


def desks(office: OfficeAtWork) -> list[tuple[str, str]]:
    return [(each["department"], each["state"]) for each in case_of(office)["dispatches"]]


def test_where_the_office_says_so_the_rule_grants_the_first_one(office: OfficeAtWork):
    office.configure(send_backs=BY_RULE)
    letter = on_the_towns_desk(office)

    done = gives_back(office, letter, TOWN, to=BUILDERS)

    assert (done["held"], done["posted"]) == (0, 2)
    assert desks(office) == [(TOWN, "sent_back"), (BUILDERS, "open")]
    (reply,) = [each for each in office.at_department(TOWN) if "同意退单" in each.subject]
    assert "改由滕州市住房和城乡建设局办理" in "".join(reply.everything.split())
    (dispatched,) = office.at_department(BUILDERS)
    assert f"{TOWN}3月13日退回（路灯已移交）" in dispatched.text
    assert case_of(office)["due_at"] == "2018-03-16T17:00:00"  # three working days from the second dispatch


def test_the_second_one_goes_to_a_person_with_the_story(in_folder: FolderOffice):
    in_folder.configure(send_backs=BY_RULE)
    gives_back(in_folder, on_the_towns_desk(in_folder), TOWN, to=BUILDERS)
    (letter,) = in_folder.at_department(BUILDERS)

    gives_back(in_folder, letter, BUILDERS, to=TOWN, at=TUESDAY.replace(day=14))

    (entry,) = in_folder.held()
    assert f"这是本件第 2 次退单，此前：{TOWN}3月13日退回（路灯已移交）" in entry["because"]
    assert desks(in_folder)[-1] == (BUILDERS, "open")


@pytest.mark.parametrize(
    ("at", "to", "words"),
    [
        (datetime(2018, 3, 15, 10), BUILDERS, "已是转办后第 3 个工作日"),
        (TUESDAY, NEXT, "提出退单"),  # the town names another than our rules do
    ],
)
def test_the_rule_grants_no_other(in_folder: FolderOffice, at: datetime, to: str, words: str):
    in_folder.configure(send_backs=BY_RULE)

    gives_back(in_folder, on_the_towns_desk(in_folder), TOWN, to=to, at=at)

    (entry,) = [each for each in in_folder.held() if each["what"] == "send_back"]
    assert words in entry["because"]
    assert desks(in_folder) == [(TOWN, "open")]


def test_dispatched_anew_it_is_never_due_past_the_platforms_deadline(in_folder: FolderOffice):
    in_folder.configure(send_backs=BY_RULE)
    letter = on_the_towns_desk(in_folder, due_at=datetime(2018, 3, 15, 17))

    gives_back(in_folder, letter, TOWN, to=BUILDERS)

    assert case_of(in_folder)["due_at"] == "2018-03-15T12:00:00"


def test_who_gave_it_back_is_not_proposed_again(in_folder: FolderOffice):
    letter = on_the_towns_desk(in_folder)
    number = str(read_letter(letter.raw).case_no)
    words = ("--accept", "--because", "已移交")
    in_folder.tell("send-back", number, *words, "--at", "2018-03-12T11:00")
    in_folder.tell("dispatch", number, "--to", BUILDERS, "--at", "2018-03-12T11:10")
    in_folder.tell("send-back", number, *words, "--at", "2018-03-12T11:20")

    (entry,) = in_folder.held()
    ways = "".join(each["do"] for each in entry["suggestions"])
    assert TOWN not in ways
    assert BUILDERS not in ways


def test_a_send_back_that_named_no_case_is_decided_once_a_person_says_which(in_folder: FolderOffice):
    letter = on_the_towns_desk(in_folder)
    number = str(read_letter(letter.raw).case_no)
    text = "路灯不亮一件不属于我镇管辖，申请退单。退单原因：不归我镇。"
    raw = mail_of(in_folder.address_of(TOWN), "退单", text).as_bytes()
    in_folder.mail_in(raw)
    in_folder.round("2018-03-13T15:01")
    (entry,) = in_folder.held()

    words = ("--as", "send_back", "--case", number, "--at", "2018-03-13T15:10")
    in_folder.tell("held", "release", str(entry["id"]), *words, status=1)  # it waits for the decision now
    in_folder.tell("send-back", number, "--refuse", "--because", "确属贵镇", "--at", "2018-03-13T15:20")

    assert in_folder.held() == []
    assert in_folder.acts(number)[-1] == "send_back_refused"


# --- taken back by the office ---------------------------------------------------------------------------------------


def test_the_office_reassigns_a_case_by_two_letters(office: OfficeAtWork):
    letter = on_the_towns_desk(office)
    number = str(read_letter(letter.raw).case_no)

    words = ("--to", "住建局", "--because", "路灯已移交该局", "--by", "李玲", "--at", "2018-03-13T09:00")
    told = office.tell("reassign", number, *words).stdout
    office.round("2018-03-13T09:01")

    assert f"已由{TOWN}改派{BUILDERS}，2018-03-16 17:00 前反馈" in told
    assert desks(office) == [(TOWN, "withdrawn"), (BUILDERS, "open")]
    (stop,) = [each for each in office.at_department(TOWN) if "改派" in each.subject]
    assert f"改派{BUILDERS}" in stop.subject
    assert "路灯已移交该局" in stop.text
    assert "退单" not in stop.everything
    (dispatched,) = office.at_department(BUILDERS)
    assert f"{TOWN}3月13日改派时收回（路灯已移交该局）" in dispatched.text
    assert [(each["act"], each["by"]) for each in case_of(office)["journal"]][-2:] == [
        ("reassign", "李玲"),
        ("dispatch", "李玲"),
    ]


def test_what_the_old_department_still_writes_is_seen_by_a_person(in_folder: FolderOffice):
    letter = on_the_towns_desk(in_folder)
    number = str(read_letter(letter.raw).case_no)
    in_folder.tell("reassign", number, "--to", NEXT, "--because", "分错", "--at", "2018-03-13T09:00")

    answered(in_folder, answer_mail(letter.raw, complete(letter), sent_on=TUESDAY))

    (entry,) = in_folder.held()
    assert f"不是承办单位{NEXT}登记的邮箱" in entry["because"]


def test_only_what_is_at_work_changes_hands_and_to_whom_does_not_have_it(in_folder: FolderOffice):
    letter = on_the_towns_desk(in_folder)
    number = str(read_letter(letter.raw).case_no)
    tell = ("reassign", number, "--because", "分错", "--at", "2018-03-13T09:00")

    assert "已在办理" in in_folder.tell(*tell, "--to", TOWN, status=1).stderr
    assert (
        "没有木石镇人民政府在办"
        in in_folder.tell(*tell, "--to", THIRD, "--department", NEXT, status=1).stderr
    )
    answered(in_folder, answer_mail(letter.raw, complete(letter), sent_on=TUESDAY))
    assert "谈不上改派" in in_folder.tell(*tell, "--to", NEXT, status=1).stderr


def test_nothing_of_a_secret_case_tells_who_asked_when_it_changes_hands(in_folder: FolderOffice):
    in_folder.cases_in(secret(), "docx-four-columns", at="2018-03-12T10:00")
    in_folder.round("2018-03-12T10:01")
    (case,) = in_folder.cases()
    because = "欧阳建国住翠湖花园3号楼2单元501室，应由属地办"

    in_folder.tell(
        "reassign", case["case_no"], "--to", NEXT, "--because", because, "--at", "2018-03-12T11:00"
    )
    in_folder.round("2018-03-12T11:01")

    for letter in [*in_folder.at_department(MARKET), *in_folder.at_department(NEXT)]:
        assert [word for word in FORBIDDEN if word in "".join(letter.everything.split())] == []
    assert len(in_folder.at_department(NEXT)) == 1


def test_more_time_and_another_department_on_postgresql(in_folder: FolderOffice, postgres_url: str):
    in_folder.open(ledger={"url": postgres_url}, send_backs=BY_RULE, extensions=BY_RULE)
    gives_back(in_folder, on_the_towns_desk(in_folder), TOWN, to=BUILDERS)
    (letter,) = in_folder.at_department(BUILDERS)
    asked = extension_mail(
        letter.raw, department=BUILDERS, reason="等配件", days=2, sent_on=TUESDAY.replace(hour=16)
    )
    answered(in_folder, asked, at="2018-03-13T16:01")
    number = str(read_letter(letter.raw).case_no)
    assert case_of(in_folder)["due_at"] == "2018-03-20T17:00:00"

    in_folder.tell("reassign", number, "--to", NEXT, "--because", "属地", "--at", "2018-03-14T09:00")
    in_folder.round("2018-03-14T09:01")
    (last,) = in_folder.at_department(NEXT)
    result = made_up_result(read_letter(last.raw), NEXT, on=TUESDAY.date())
    answered(in_folder, answer_mail(last.raw, result, sent_on=TUESDAY.replace(day=14)), at="2018-03-14T15:01")

    assert desks(in_folder) == [(TOWN, "sent_back"), (BUILDERS, "withdrawn"), (NEXT, "answered")]
    (proof,) = in_folder.ask("feedback", "2018-03")
    assert (proof["department"], proof["lacking"]) == (NEXT, [])
