"""`held`: what waits for a person, why; released along the same path, or discarded."""

import json

import pytest

from ledger import postbook
from ledger.models import Letter, Mail
from ledger.vocabulary import LetterState, MailState
from mailroom.office import open_office
from tests.mailroom.command_line import TOWN, address_of, answer_mail, case_mail, mail_of


def stranger_s_case(office):
    office.drop("case", case_mail("180312091500000001", sender="other@elsewhere.cn", department=TOWN))
    office.done("once", "--at", "2018-03-12T10:00")
    [entry] = office.rows("held")
    return entry


def test_an_entry_has_its_reason_its_suggestions_and_its_mail(office):
    entry = stranger_s_case(office)

    assert {"id", "since", "what", "because", "suggestions", "from", "subject", "message_id"} <= set(entry)
    assert entry["what"] == "case"
    assert "不是登记的上级平台" in entry["because"]
    assert set(entry["suggestions"][0]) == {"do", "why"}
    assert entry["from"] == "other@elsewhere.cn"
    assert entry["message_id"] == "<180312091500000001@example.cn>"
    assert entry["since"] == "2018-03-12T10:00:00"


def test_the_pen_prints_for_a_person(office):
    entry = stranger_s_case(office)

    assert "不是登记的上级平台" in office.done("held")
    shown = office.done("held", "show", str(entry["id"]))
    for piece in ("建议1", "核实来源以后", "180312091500000001", "荆河街道", "张某某"):
        assert piece in shown
    assert "张三丰" not in shown
    assert "13812345678" not in shown


def test_the_pen_does_not_name_who_asked_where_papers_differ(office):
    """A doubt about the petitioner's name quotes both names; the place tells the clerk where to look."""
    mail = case_mail("180312091500000001", department=TOWN)
    other = mail.get_content().replace("张三丰", "李四光")
    mail.add_attachment(other.encode(), "text", "plain", filename="工单.txt")
    office.drop("case", mail)
    office.done("once", "--at", "2018-03-12T10:00")

    [entry] = office.rows("held")
    shown = office.done("held") + office.done("held", "show", str(entry["id"]))

    assert (
        "写得不一样：「李某某」与「张某某」" in entry["because"]
        or "「张某某」与「李某某」" in entry["because"]
    )
    assert "工单.txt" in shown or "正文" in shown
    assert "张三丰" not in shown + json.dumps(entry, ensure_ascii=False)
    assert "李四光" not in shown + json.dumps(entry, ensure_ascii=False)


def test_a_secret_case_that_waits_is_nobody_s_in_the_pen(office):
    text = "本人张三丰反映荆河街道解放路12号违建，家住荆河街道解放路15号，电话13812345678。"
    mail = case_mail(
        "180312091500000001", text, title="张三丰反映违建", secret="是", sender="other@elsewhere.cn"
    )
    mail.replace_header("Subject", "张三丰反映违建")
    mail.add_attachment(b"x", "image", "png", filename="张三丰身份证.png")
    office.drop("case", mail)
    office.done("once", "--at", "2018-03-12T10:00")

    [entry] = office.rows("held")
    shown = office.done("held") + office.done("held", "show", str(entry["id"]))

    assert "〔保密〕" in entry["because"]
    for piece in ("张三丰", "13812345678", "解放路15号"):
        assert piece not in shown + entry["because"]


def test_a_suggestion_about_another_case_does_not_tell_who_asked_there(office):
    office.drop("case", case_mail("180312091500000001", department=TOWN, title="张三丰家门口路灯不亮"))
    office.done("once", "--at", "2018-03-12T10:00")
    [case] = office.rows("cases")
    office.drop(
        "answer",
        mail_of(
            address_of(office, TOWN), "办理结果", "调查核实情况：属实。\n处理情况：已更换灯泡三盏，路灯已亮。"
        ),
    )
    office.done("once", "--at", "2018-03-13T10:00")

    [entry] = office.rows("held")

    [way] = [each for each in entry["suggestions"] if case["case_no"] in each["do"]]
    assert way["do"] == f"mailroom held release {entry['id']} --case {case['case_no']}"
    assert "张某某家门口路灯不亮" in way["why"]
    office.done(*way["do"].split()[1:], "--at", "2018-03-13T10:01")


def test_a_released_case_goes_along_the_path_it_came(office):
    entry = stranger_s_case(office)

    assert "已放行" in office.done(
        "held", "release", str(entry["id"]), "--at", "2018-03-12T10:30", "--by", "李四"
    )

    [row] = office.rows("cases")
    assert (row["status"], row["department"]) == ("dispatched", TOWN)
    assert office.rows("held") == []
    assert "李四" in office.done("held", "show", str(entry["id"]))


def test_an_entry_is_settled_once(office):
    number = str(stranger_s_case(office)["id"])
    office.done("held", "release", number, "--at", "2018-03-12T10:30")

    assert "已经处理过" in office.refused("held", "release", number)
    assert "已经处理过" in office.refused("held", "discard", number, "--because", "重复")
    assert len(office.rows("cases")) == 1


def test_a_discarded_entry_makes_no_case_and_the_mail_stays(office):
    number = str(stranger_s_case(office)["id"])

    office.done("held", "discard", number, "--because", "冒名", "--by", "李四")

    assert office.rows("held") == []
    assert office.rows("cases") == []
    assert "李四：冒名" in office.done("held", "show", number)
    assert "全部完好" in office.done("ledger", "verify")


def test_a_case_that_waits_for_its_department_is_not_forgotten_by_a_discard(office, pending):
    [entry] = office.rows("held")

    told = office.refused("held", "discard", str(entry["id"]), "--because", "不知道归谁管")

    assert "还没有分办" in told
    assert [each["id"] for each in office.rows("held")] == [entry["id"]]
    office.done("withdraw", pending, "--because", "退回上级", "--at", "2018-03-12T11:00")
    assert office.rows("held") == []


def test_an_entry_about_a_letter_is_not_released_as_if_that_sent_it(office, case_no):
    opened = open_office(office.folder)
    letter = Letter.get()
    Letter.update(state=LetterState.FAILED).where(Letter.id == letter.id).execute()
    postbook.hold(what="letter", because="发送失败", suggestions=[], now=letter.posted_at, letter=letter)
    opened.close()
    [entry] = office.rows("held")

    told = office.refused("held", "release", str(entry["id"]))

    assert f"mailroom letters resend {letter.key}" in told
    office.done("letters", "resend", letter.key, "--at", "2018-03-12T11:00")
    assert office.rows("held") == []


def test_a_discard_leaves_the_mail_waiting_in_its_other_entries(office):
    office.drop("case", case_mail("180312091500000001", department=TOWN))
    office.done("once", "--at", "2018-03-12T10:00")
    opened = open_office(office.folder)
    mail = Mail.get()
    for because in ("第一件", "第二件"):
        postbook.hold(what="case", because=because, suggestions=[], now=mail.kept_at, mail=mail)
    Mail.update(state=MailState.HELD).execute()
    opened.close()
    first, second = (str(each["id"]) for each in office.rows("held"))

    office.done("held", "discard", first, "--because", "作废")
    assert Mail.get().state == MailState.HELD
    office.done("held", "discard", second, "--because", "作废")
    assert Mail.get().state == MailState.SETTLED


def test_a_discard_without_a_reason_is_wrong_use(office):
    number = str(stranger_s_case(office)["id"])

    assert "--because" in office.refused("held", "discard", number, status=2)
    assert "--because" in office.refused("held", "discard", number, "--because", "  ", status=2)


def test_a_case_that_waits_is_released_to_a_department(office, pending):
    [entry] = office.rows("held")
    assert entry["what"] == "dispatch"
    assert entry["case_no"] == pending
    assert "--department" in office.refused("held", "release", str(entry["id"]))

    office.done("held", "release", str(entry["id"]), "--department", "荆河街道", "--at", "2018-03-12T11:00")

    [row] = office.rows("cases")
    assert (row["status"], row["department"]) == ("dispatched", TOWN)


def test_an_answer_without_a_number_is_released_to_its_case(office, case_no):
    mail = answer_mail(case_no, address_of(office, TOWN))
    del mail["Subject"]
    mail["Subject"] = "办理结果"
    mail.set_content(mail.get_content().replace(f"工单编号：{case_no}\n", ""))
    office.drop("answer", mail)
    office.done("once", "--at", "2018-03-13T10:00")
    [entry] = office.rows("held")

    office.done(
        "held", "release", str(entry["id"]), "--case", case_no, "--as", "answer", "--at", "2018-03-13T11:00"
    )

    assert office.rows("cases")[0]["status"] == "answered"


def test_a_result_that_was_taken_for_something_else_counts_when_a_person_says_what_it_is(office, case_no):
    text = (
        "经查，解放路东段三盏路灯因线路老化熄灭。已更换线路和灯泡，全部恢复照明。"
        "已于3月13日由王五电话告知诉求人，诉求人表示满意。\n承办人：王五\n审核人：赵六\n联系电话：0632-5512345"
    )
    office.drop("odd", mail_of(address_of(office, TOWN), "情况说明", text))
    office.done("once", "--at", "2018-03-13T10:00")
    [entry] = office.rows("held")
    assert entry["what"] == "other"

    office.done(
        "held", "release", str(entry["id"]), "--as", "answer", "--case", case_no, "--at", "2018-03-13T11:00"
    )

    [case] = office.rows("case", case_no)
    assert case["status"] == "answered"
    assert "三盏路灯" in case["answers"][0]["facts"]
    assert "report" in [row["kind"] for row in office.rows("letters")]


def test_a_citizens_own_letter_becomes_a_case_when_a_person_says_so(office):
    text = "我村路灯坏了三个月没人修，晚上老人摔倒，请帮忙解决。联系电话13812345678"
    office.drop("letter", mail_of("villager@elsewhere.cn", "路灯问题", text))
    office.done("once", "--at", "2018-03-13T10:00")
    [entry] = office.rows("held")

    office.done(
        "held", "release", str(entry["id"]), "--as", "case", "--department", TOWN, "--at", "2018-03-13T11:00"
    )

    [case] = office.rows("cases")
    assert (case["status"], case["title"]) == ("dispatched", "路灯问题")


def test_what_can_t_be_is_refused_in_chinese(office):
    number = str(stranger_s_case(office)["id"])

    assert "没有第 99 条" in office.refused("held", "show", "99")
    assert "没有第 99 条" in office.refused("held", "release", "99")
    assert "没有工单" in office.refused("held", "release", number, "--case", "TZ-2018-999999-X")
    assert "没有名为" in office.refused("held", "release", number, "--department", "水牛镇")
    assert "可用" in office.refused("held", "release", number, "--as", "poem", status=2)
    assert "整数" in office.refused("held", "show", "一", status=2)


def test_the_original_is_taken_out_for_a_look_and_that_is_written_down(office, case_no, tmp_path):
    office.drop("answer", answer_mail(case_no, "stranger@elsewhere.cn"))
    office.done("once", "--at", "2018-03-13T10:00")
    [entry] = office.rows("held")

    office.done("held", "show", str(entry["id"]), "--save", str(tmp_path / "look"), "--by", "李四")
    office.done("held", "show", str(entry["id"]), "--save", str(tmp_path / "look"), "--by", "李四")

    [saved] = (tmp_path / "look").iterdir()
    assert b"stranger@elsewhere.cn" in saved.read_bytes()
    journal = office.rows("case", case_no)[0]["journal"]
    assert any(each["by"] == "李四" and "原件" in each["because"] for each in journal)


def test_a_mail_whose_bytes_are_lost_is_still_shown(office):
    entry = stranger_s_case(office)
    for file in (office.folder / "archive").rglob("*.eml"):
        file.unlink()

    result = office("held", "show", str(entry["id"]))

    assert result.exit_code == 0
    assert "不是登记的上级平台" in result.stdout
    assert "存档里读不到" in result.stderr


def test_a_letter_of_a_stranger_shows_its_text_masked(office):
    office.drop("letter", mail_of("x@elsewhere.cn", "您好", "我的电话是13812345678，请回电。"))
    office.done("once", "--at", "2018-03-12T10:00")

    shown = office.done("held", "show", "1")
    assert "138****5678" in shown
    assert "13812345678" not in shown


@pytest.mark.parametrize(("at", "status"), [("2017-01-01T10:00", 1), ("2199-01-01T10:00", 2)])
def test_an_entry_is_released_neither_before_it_was_there_nor_in_the_future(office, at, status):
    number = str(stranger_s_case(office)["id"])

    office.refused("held", "release", number, "--at", at, status=status)

    assert office.rows("cases") == []
    assert len(office.rows("held")) == 1
