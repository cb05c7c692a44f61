"""What a department writes about a secret case shows that it knows who asked: a person sees it before anything goes up."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from mailroom.demonstration import mime
from mailroom.demonstration.answers import answer_mail, send_back_mail
from tests.journeys.in_files import FolderOffice
from tests.journeys.matters import lamps
from tests.journeys.replies import TOWN, TUESDAY, answered, complete
from tests.journeys.seen import Seen

ASKER = {"name": "张三丰", "phone": "13800001234"}


def dispatched(office: FolderOffice, *, secret: bool = True) -> Seen:
    """A case on the town's desk whose petitioner it was not told of, or was."""
    office.cases_in(replace(lamps(**ASKER), secret=secret), "docx-four-columns", at="2018-03-12T10:00")
    office.round("2018-03-12T10:01")
    (letter,) = office.at_department(TOWN)
    return letter


def by_mail(office: FolderOffice, letter: Seen, text: str) -> bytes:
    return mime.compose(
        sender=("羊庄镇", office.address_of(TOWN)),
        to=[office.address],
        subject=f"回复：{letter.subject}",
        sent_on=datetime(2018, 3, 12, 15),
        message_id="<from-the-town@example.cn>",
        text=text,
    )


@pytest.mark.parametrize(
    "telling",
    [
        "经查，张三丰系光明小区住户。",
        "三丰反映的情况属实。",
        "已拨打13800001234了解情况。",
        "已约谈举报人。",
        "诉求人承诺不再投诉。",
        "已电话联系来电人并说明情况。",
        "已做通投诉人思想工作。",
    ],
)
def test_an_answer_that_shows_who_asked_is_known_waits_for_a_person(in_folder: FolderOffice, telling: str):
    letter = dispatched(in_folder)
    result = complete(letter)

    answered(
        in_folder,
        answer_mail(letter.raw, replace(result, measures=result.measures + telling), sent_on=TUESDAY),
    )

    assert in_folder.at_upper() == []
    (entry,) = in_folder.held()
    assert "本件保密" in entry["because"]
    assert "张三丰" not in str(entry)
    assert "问清怎样知道" in entry["suggestions"][0]["do"]


def test_an_answer_that_says_the_petitioner_was_told_waits_too(in_folder: FolderOffice):
    letter = dispatched(in_folder)
    result = complete(letter)
    text = (
        f"一、调查核实情况：{result.facts}\n二、处理情况：{result.measures}\n"
        "三、反馈当事人情况：已于3月13日由赵敏电话反馈当事人，当事人满意。\n"
        "承办人：赵敏\n审核人：钱进\n联系电话：0632-5551234\n2018年3月13日"
    )

    answered(in_folder, by_mail(in_folder, letter, text))

    assert in_folder.at_upper() == []
    assert "本件保密" in in_folder.held()[0]["because"]


@pytest.mark.parametrize(
    "harmless",
    [
        "因本件保密，未联系诉求人，请贵办答复诉求人。",
        "经对举报人反映的问题逐项核实，情况属实。",
        "已约谈施工方负责人。",
    ],
)
def test_an_answer_that_keeps_to_the_matter_goes_up(in_folder: FolderOffice, harmless: str):
    letter = dispatched(in_folder)
    result = complete(letter)

    answered(
        in_folder,
        answer_mail(letter.raw, replace(result, measures=result.measures + harmless), sent_on=TUESDAY),
    )

    assert in_folder.held() == []
    assert len(in_folder.at_upper()) == 1


def test_of_a_case_that_is_not_secret_the_department_may_speak_with_the_petitioner(in_folder: FolderOffice):
    letter = dispatched(in_folder, secret=False)
    result = complete(letter)
    text = f"{result.measures}已电话联系来电人张三丰，其表示满意。"

    answered(in_folder, answer_mail(letter.raw, replace(result, measures=text), sent_on=TUESDAY))

    assert len(in_folder.at_upper()) == 1


def test_what_a_person_has_looked_at_goes_up(in_folder: FolderOffice):
    letter = dispatched(in_folder)
    result = complete(letter)
    text = f"{result.measures}已约谈举报人张三丰。"
    answered(in_folder, answer_mail(letter.raw, replace(result, measures=text), sent_on=TUESDAY))
    (entry,) = in_folder.held()

    in_folder.tell("held", "release", str(entry["id"]), "--at", "2018-03-13T16:00")
    in_folder.round("2018-03-13T16:01")

    (report,) = in_folder.at_upper()
    assert "张三丰" not in report.everything


def test_a_receipt_that_names_who_asked_waits(in_folder: FolderOffice):
    letter = dispatched(in_folder)

    answered(in_folder, by_mail(in_folder, letter, "收到，已联系张三丰。"), "2018-03-12T15:01")

    (entry,) = in_folder.held()
    assert "本件保密" in entry["because"]


def test_a_send_back_that_names_who_asked_says_so_in_the_pen(in_folder: FolderOffice):
    letter = dispatched(in_folder)
    mail = send_back_mail(
        letter.raw, department=TOWN, reason="张三丰不是我镇村民。", suggested="滕州市公路局", sent_on=TUESDAY
    )

    answered(in_folder, mail)

    (entry,) = in_folder.held()
    assert "来件里写着诉求人的姓名" in entry["because"]
    assert "张三丰" not in str(entry)
