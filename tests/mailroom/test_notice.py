"""The notice: frozen on the first working day, approved by a person, one letter a department, drawn again as it was."""

from __future__ import annotations

import html
import io
import re
import zipfile
from datetime import datetime

import pytest

from ledger.models import FrozenFigures, Letter
from ledger.opening import transaction
from ledger.returned import note_returned
from ledger.vocabulary import LetterState
from mailroom.office import open_office
from tests.journeys.seen import see
from tests.mailroom.command_line import TOWN, answer_mail, case_mail

FIRST = "2018-04-02T09:05"  # the first working day of April, from the hour of the config
BY = ("--by", "王丽", "--at", "2018-04-02T10:00")


@pytest.fixture
def march(office, case_no):
    """An office with one case of March, due on 15 March and not answered."""
    office("once", "--at", "2018-03-16T10:00")
    return office


@pytest.fixture
def frozen(march):
    """Its figures are frozen."""
    march("once", "--at", FIRST)
    return march


def settings(office, text):
    with (office.folder / "office.toml").open("a", encoding="utf-8") as file:
        file.write(text)


def notices(office):
    return {row["span"]: row for row in office.rows("notice")}


def asked(office):
    return [row for row in office.rows("held") if row["what"] == "notice"]


def letters(office):
    return office.rows("letters", "--kind", "monthly_notice")


def saved(office, span, folder):
    office.done("notice", span, "--save", str(folder), *BY)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def text_of(data):
    """All text of a docx or xlsx."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [package.read(name).decode() for name in package.namelist() if name.endswith(".xml")]
    return html.unescape(re.sub(r"<[^>]*>", "", "\n".join(parts)))


def town(office, span="2018-03", *options):
    [row] = [row for row in office.rows("figures", span, *options) if row["department"] == TOWN]
    return row


def test_the_month_and_the_quarter_are_frozen_on_the_first_working_day_and_wait_for_a_person(march):
    march("once", "--at", "2018-04-02T08:59")
    assert notices(march) == {}

    march("once", "--at", FIRST)
    march("once", "--at", "2018-04-02T09:30")

    assert {span: row["state"] for span, row in notices(march).items()} == {
        "2018-03": "frozen",
        "2018-Q1": "frozen",
    }
    assert [row["suggestions"][0]["do"] for row in asked(march)] == [
        "mailroom notice 2018-03 --send",
        "mailroom notice 2018-Q1 --send",
    ]
    assert letters(march) == []


def test_an_office_without_cases_has_nothing_to_tell(office):
    office.done("once", "--at", FIRST)

    assert notices(office) == {}


def test_what_happens_after_the_freeze_changes_the_month_no_more(frozen, case_no):
    before = town(frozen)
    frozen.drop("answer", answer_mail(case_no, before_address(frozen)))
    frozen("once", "--at", "2018-04-02T11:00")

    assert (before["due"], before["answered"], before["late"]) == (1, 0, 1)
    assert town(frozen) == before
    assert town(frozen, "2018-03", "--fresh", "--at", "2018-04-02T12:00")["answered"] == 1


def before_address(office):
    [row] = [row for row in office.rows("departments") if row["name"] == TOWN]
    return row["addresses"][0]


def test_approval_numbers_the_paper_and_posts_one_letter_a_department(frozen):
    told = frozen.done("notice", "2018-03", "--send", *BY)

    valid = frozen.rows("departments")
    posted = letters(frozen)
    assert "已批准，滕热通〔2018〕1号" in told
    assert "每分钟 12 封" in told or "封待发" in told
    assert len(posted) == len({tuple(row["to"]) for row in posted}) > 40
    assert all(len(row["to"]) == 1 and row["cc"] == [] for row in posted)
    assert {row["key"] for row in posted} <= {f"monthly_notice/2018-03/{row['name']}" for row in valid}
    assert {row["state"] for row in posted} == {"queued"}
    assert [row["suggestions"][0]["do"] for row in asked(frozen)] == ["mailroom notice 2018-Q1 --send"]
    row = notices(frozen)["2018-03"]
    assert (row["state"], row["number"], row["approved_by"]) == ("approved", "滕热通〔2018〕1号", "王丽")
    assert "已于 2018-04-02 10:00 发出" in frozen.refused("notice", "2018-03", "--send", *BY)
    assert [each["key"] for each in frozen.rows("letters", "numbers", "--year", "2018")][-1] == (
        "monthly_notice/2018-03"
    )


def test_its_course_tells_letters_that_came_back_and_those_that_were_stopped(frozen):
    frozen.done("notice", "2018-03", "--send", *BY)
    back, stopped, *others = letters(frozen)
    frozen.done("reject", stopped["key"], "--because", "不发", *BY)
    with transaction():
        Letter.change({"key": back["key"]}, state=LetterState.SENT)
        letter = Letter.one(key=back["key"])
        assert letter is not None
        now = datetime(2018, 4, 2, 10, 5)
        note_returned(letter, back["to"][0], permanent=True, reason="550 5.1.1", mail=None, now=now)

    told = frozen.done("notice", "2018-03")

    assert f"{len(others) + 2} 封，已发 1（其中退信 1，见 mailroom held），作废 1" in told
    row = notices(frozen)["2018-03"]
    assert (row["sent"], row["returned"], row["void"]) == (1, 1, 1)


def test_a_department_gets_the_paper_with_its_place_and_a_late_case_masked(frozen):
    frozen.done("notice", "2018-03", "--send", *BY)
    frozen("once", "--at", "2018-04-02T10:05")

    [mail] = [
        seen
        for path in frozen.sent()
        if (seen := see(path.read_bytes())).subject.startswith("【通报】2018年3月")
        and before_address(frozen) in seen.to
    ]
    assert list(mail.documents) == ["2018年3月通报.docx", "2018年3月通报数据.xlsx"]
    assert "应办结不足5件，不参加排名" in mail.everything
    assert "超期1件（附件2）" in mail.everything
    paper = text_of(mail.documents["2018年3月通报.docx"])
    assert "滕热通〔2018〕1号" in paper
    assert "张三丰" not in paper
    assert "13812345678" not in paper


def test_copies_go_to_each_address_in_a_letter_of_its_own(frozen):
    bureau = '\n[supervision]\nbureau_address = "dcj@example.cn"\n'
    settings(frozen, '\n[notice]\ncc = ["a@example.cn", "b@example.cn"]\n' + bureau)
    frozen.done("notice", "2018-03", "--send", *BY)

    wanted = [
        ["a@example.cn"],
        ["b@example.cn"],
        ["dcj@example.cn"],
    ]  # the bureau's without being named again
    assert [row["to"] for row in letters(frozen) if row["to"] in wanted] == wanted


def test_without_approval_it_goes_out_by_itself_in_office_hours(march):
    settings(march, "\n[notice]\napproval = false\nquarterly = false\n")
    march("once", "--at", "2018-04-02T12:30")
    assert letters(march) == []

    march("once", "--at", "2018-04-02T13:05")

    assert asked(march) == []
    assert "sent" in {row["state"] for row in letters(march)}
    assert notices(march)["2018-03"]["approved_by"] == "系统"


def test_departments_without_an_address_are_named_and_get_it_on_paper(frozen):
    opened = open_office(frozen.folder)
    from ledger.models import Department

    Department.update(addresses=[]).where(Department.name == TOWN).execute()
    opened.close()

    result = frozen("notice", "2018-03", "--send", *BY)

    assert f"待打印送达（mailroom tasks）：{TOWN}" in result.stderr
    assert [row["state"] for row in letters(frozen) if row["key"].endswith(TOWN)] == ["on_paper"]


def test_years_later_it_is_drawn_byte_for_byte_as_it_was_sent(frozen, tmp_path):
    frozen.done("notice", "2018-03", "--send", *BY)
    frozen("once", "--at", "2018-04-02T10:05")
    sent = next(
        see(path.read_bytes()).documents
        for path in frozen.sent()
        if see(path.read_bytes()).subject.startswith("【通报】2018年3月")
    )
    frozen.drop("later", case_mail("180312091500000077", department=TOWN))
    frozen("once", "--at", "2019-01-02T10:05")

    again = saved(frozen, "2018-03", tmp_path / "again")

    assert again == sent
    assert "与发出时逐字节一致" in frozen.done("notice", "2018-03", "--save", str(tmp_path / "x"), *BY)


def test_it_says_when_a_template_has_changed_since(frozen, tmp_path):
    frozen.done("notice", "2018-03", "--send", *BY)
    own = frozen.folder / "templates" / "letters" / "monthly_notice.txt"
    own.parent.mkdir(parents=True)
    own.write_text("版式：公文\n标题：{{ heading }}\n正文。\n署名：{{ head.name }}\n", encoding="utf-8")

    told = frozen("notice", "2018-03", "--save", str(tmp_path / "again"), *BY).stderr

    assert "不再逐字节一致：2018年3月通报.docx" in told


def test_figures_are_put_right_before_approval_and_the_former_ones_are_kept(frozen, case_no):
    frozen.done("withdraw", case_no, "--because", "上级撤回", "--at", "2018-03-14T09:00")
    frozen.done("notice", "2018-03", "--again", "--because", "漏登上级撤回", *BY)

    assert town(frozen)["due"] == 0
    [correction] = notices(frozen)["2018-03"]["corrections"]
    assert (correction["by"], correction["because"]) == ("王丽", "漏登上级撤回")
    opened = open_office(frozen.folder)
    row = FrozenFigures.one(span="2018-03")
    assert sum(unit["due"] for unit in row.figures["former"][0]["units"]) == 1
    opened.close()

    frozen.done("notice", "2018-03", "--send", *BY)
    assert "不再更正" in frozen.refused("notice", "2018-03", "--again", "--because", "再改", *BY)


def test_after_a_stop_each_missing_month_is_frozen_once_as_it_stood_and_only_the_last_is_asked_about(frozen):
    frozen("once", "--at", "2018-07-03T10:00")

    assert list(notices(frozen)) == ["2018-03", "2018-Q1", "2018-04", "2018-05", "2018-06", "2018-Q2"]
    assert notices(frozen)["2018-04"]["as_of"] == "2018-05-02T09:00:00"
    assert notices(frozen)["2018-06"]["as_of"] == "2018-07-03T10:00:00"
    assert [row["suggestions"][0]["do"].split()[2] for row in asked(frozen)] == [
        "2018-03",
        "2018-Q1",
        "2018-06",
        "2018-Q2",
    ]
    assert letters(frozen) == []


def test_a_year_has_its_notice_in_january(frozen, tmp_path):
    frozen("once", "--at", "2019-01-02T09:00")

    paper = text_of(saved(frozen, "2018", tmp_path / "year")["2018年通报.docx"])
    assert "关于2018年政务服务热线和市长信箱办理情况的通报" in paper
    assert "本年共受理群众诉求1件" in paper


def test_an_old_notice_goes_out_when_somebody_asks_for_it(frozen):
    frozen("once", "--at", "2018-07-03T10:00")
    frozen.done("notice", "2018-04", "--send", "--by", "王丽", "--at", "2018-07-03T11:00")

    assert {row["subject"] for row in letters(frozen)} == {
        "【通报】2018年4月政务服务热线办理情况（滕热通〔2018〕1号）"
    }


def test_a_span_that_is_not_over_is_neither_frozen_nor_sent(frozen):
    assert "还没有结束" in frozen.refused("notice", "2018-04", "--send", *BY)
    assert "2018-05-02 09:00 起冻结" in frozen.done("notice", "2018-04", *BY)
    assert town(frozen, "2018-04", "--at", "2018-04-02T10:00")["due"] == 0


def test_to_look_at_a_month_before_it_is_frozen_freezes_nothing(march, tmp_path):
    told = march.done("notice", "2018-03", "--save", str(tmp_path), "--at", "2018-04-02T08:40")

    assert "数字还没有冻结，这是 2018-04-02 08:40 的" in told
    assert (tmp_path / "2018年3月通报.docx").exists()
    assert notices(march) == {}
    march("once", "--at", FIRST)
    assert len(asked(march)) == 2


def test_to_release_its_entry_sends_nothing_and_says_what_does(frozen):
    entry = asked(frozen)[0]

    told = frozen.refused("held", "release", str(entry["id"]), *BY)

    assert "mailroom notice 2018-03 --send" in told
    assert len(asked(frozen)) == 2
    assert "通报" in frozen.done("held")


def test_nothing_frozen_says_who_asked(office):
    office.drop(
        "secret", case_mail("180312091500000055", department=TOWN, secret="是", title="张三丰反映路灯不亮")
    )
    office.drop(
        "open", case_mail("180312091500000056", department=TOWN, title="张三丰（13812345678）反映路灯不亮")
    )
    office("once", "--at", "2018-03-12T10:00")
    office("once", "--at", FIRST)

    opened = open_office(office.folder)
    stored = str(FrozenFigures.one(span="2018-03").figures)
    opened.close()
    assert stored.count("TZ-2018-") == 2
    for word in ("张三丰", "13812345678"):
        assert word not in stored
    assert stored.count("路灯不亮") == 1


@pytest.mark.parametrize("span", ["2017", "2018-02"])
@pytest.mark.parametrize("words", [("--send",), ("--save", "out")])
def test_a_span_before_the_first_case_has_no_notice(frozen, span, words):
    """One mistyped year, and every department would get an empty notice with a number."""
    assert "没有可通报的数字" in frozen.refused("notice", span, *words, *BY)
    assert letters(frozen) == []
    assert span not in notices(frozen)


def test_a_month_that_has_not_begun_has_none_either(frozen):
    assert "还没有开始" in frozen.refused("notice", "2018-05", "--save", "out", *BY)


def test_a_notice_put_aside_and_drawn_anew_waits_for_approval_again(frozen):
    march, *_ = asked(frozen)
    frozen.done("held", "discard", str(march["id"]), "--because", "领导不同意，须重拟", *BY)
    assert "2018年3月通报" not in str(asked(frozen))

    frozen.done("notice", "2018-03", "--again", "--because", "领导要求重新核对", *BY)

    assert "2018年3月通报待审批" in str(asked(frozen))
    frozen.done("notice", "2018-03", "--send", *BY)
    assert "2018年3月通报待审批" not in str(asked(frozen))
