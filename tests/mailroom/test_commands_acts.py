"""What a person decides about a case by command; each act is journalled, and who must know gets a letter."""

import email
import email.policy
import io

import docx

from tests.mailroom.command_line import TOWN, address_of, answer_mail, case_mail, mail_of

NEIGHBOUR = "龙泉街道办事处"


def journal(office, case_no):
    return office.rows("case", case_no)[0]["journal"]


def status(office, case_no):
    return office.rows("case", case_no)[0]["status"]


def kinds(office):
    return [row["kind"] for row in office.rows("letters")]


def text_of_letter_to(office, department, subject_start):
    address = address_of(office, department)
    for path in office.sent():
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        if message["To"] == address and message["Subject"].startswith(subject_start):
            return message.get_body(("plain",)).get_content()
    raise AssertionError(f"no letter to {address}")


def paper_of_letter_to(office, department, subject_start):
    """The words of the document that such a letter brings first."""
    address = address_of(office, department)
    for path in office.sent():
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        if message["To"] == address and message["Subject"].startswith(subject_start):
            paper = next(message.iter_attachments()).get_payload(decode=True)
            return "\n".join(each.text for each in docx.Document(io.BytesIO(paper)).paragraphs)
    raise AssertionError(f"no letter to {address}")


def text_of_saved(office):
    [saved] = (office.folder / "saved").glob("*.eml")
    message = email.message_from_bytes(saved.read_bytes(), policy=email.policy.default)
    return message.get_body(("plain",)).get_content()


def answered(office, case_no):
    office.drop("answer", answer_mail(case_no, address_of(office, TOWN)))
    office.done("once", "--at", "2018-03-13T10:00")
    assert status(office, case_no) == "answered"


# --- dispatch -----------------------------------------------------------------------------------------------


def test_a_waiting_case_is_dispatched_by_a_person(office, pending):
    told = office.done("dispatch", pending, "--to", "荆河街道", "--by", "李四", "--at", "2018-03-12T11:00")

    assert TOWN in told
    assert status(office, pending) == "dispatched"
    last = journal(office, pending)[-1]
    assert (last["act"], last["by"], last["at"]) == ("dispatch", "李四", "2018-03-12T11:00:00")
    assert office.rows("held") == []
    assert kinds(office) == ["dispatch"]


def test_lead_and_assisting_departments_each_have_an_assignment_and_a_letter(office, pending):
    office.done("dispatch", pending, "--to", TOWN, "--assist", NEIGHBOUR, "--assist", "洪绪镇")

    [row] = office.rows("case", pending)
    assert [(each["department"], each["role"]) for each in row["dispatches"]] == [
        (TOWN, "lead"),
        (NEIGHBOUR, "assisting"),
        ("洪绪镇人民政府", "assisting"),
    ]
    assert kinds(office) == ["dispatch"] * 3
    assert row["department"] == TOWN


def test_an_assisting_department_may_join_later_but_once(office, case_no):
    office.done("dispatch", case_no, "--to", TOWN, "--assist", NEIGHBOUR)

    assert len(office.rows("case", case_no)[0]["dispatches"]) == 2
    assert "已在办理" in office.refused("dispatch", case_no, "--to", TOWN, "--assist", NEIGHBOUR)
    assert len(office.rows("case", case_no)[0]["dispatches"]) == 2


def test_a_case_that_is_dispatched_is_not_dispatched_again(office, case_no):
    assert "现为“办理中”，不能“分办转办”" in office.refused("dispatch", case_no, "--to", NEIGHBOUR)
    assert len(office.rows("letters")) == 1


def test_one_wrong_name_and_nothing_is_dispatched(office, pending):
    assert "没有名为" in office.refused("dispatch", pending, "--to", TOWN, "--assist", "水牛镇")
    assert "没有名为" in office.refused("dispatch", pending, "--to", "水牛镇")
    assert "--to" in office.refused("dispatch", pending, status=2)
    assert status(office, pending) == "registered"
    assert len(office.rows("held")) == 1


def test_a_department_that_is_no_more_gets_no_case(office, pending, tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["单位名称", "类别", "邮箱", "停用日期"])
    book.active.append(["某局", "部门", "mou@example.cn", "2018-03-01"])
    book.save(tmp_path / "one.xlsx")
    office.done("departments", "import", str(tmp_path / "one.xlsx"))

    assert "不在启用期内" in office.refused("dispatch", pending, "--to", "某局", "--at", "2018-03-12T10:30")
    office.done("dispatch", pending, "--to", "某局", "--at", "2018-02-12T10:30")


# --- send-back ----------------------------------------------------------------------------------------------


def asked(office, case_no, at="2018-03-12T14:00"):
    text = f"{case_no} 不属于我街道管辖，申请退单。退单原因：不在辖区。"
    office.drop(f"back-{at}", mail_of(address_of(office, TOWN), f"退单 {case_no}", text))
    office.done("once", "--at", at)


def test_a_granted_send_back_waits_to_be_dispatched_anew(office, case_no):
    asked(office, case_no)
    assert [entry["what"] for entry in office.rows("held")] == ["send_back"]

    office.done(
        "send-back",
        case_no,
        "--accept",
        "--because",
        "确不在辖区",
        "--by",
        "李四",
        "--at",
        "2018-03-12T15:00",
    )

    assert status(office, case_no) == "registered"
    [entry] = office.rows("held")
    assert entry["what"] == "dispatch"
    assert TOWN not in "".join(each["do"] for each in entry["suggestions"])
    office.done("dispatch", case_no, "--to", NEIGHBOUR, "--at", "2018-03-12T15:10")
    assert office.rows("held") == []
    states = [each["state"] for each in office.rows("case", case_no)[0]["dispatches"]]
    assert states == ["sent_back", "open"]


def test_a_case_on_the_wrong_desk_is_taken_back_without_saying_that_the_department_asked(office, case_no):
    for at in ("2018-03-12T15:00", "2018-03-12T16:00"):  # wrong twice: told twice
        office.done("send-back", case_no, "--accept", "--because", "分错", "--at", at)
        office.done("dispatch", case_no, "--to", TOWN, "--at", at)

    told = office.rows("letters", "--kind", "reassignment", "--case", case_no)
    assert [letter["subject"] for letter in told] == [f"【停止办理】{case_no} 改派其他单位"] * 2
    office.done("letters", "save", told[0]["key"], str(office.folder / "saved"))
    text = text_of_saved(office)
    assert "《改派通知》（滕热改〔2018〕1号）发给你单位" in text
    assert "停止办理，不再反馈" in text
    assert "退单" not in text


def test_a_refused_send_back_leaves_the_deadline_and_tells_the_department_why(office, case_no):
    asked(office, case_no)
    office.done(
        "send-back",
        case_no,
        "--refuse",
        "--because",
        "确属贵街道",
        "--by",
        "李四",
        "--at",
        "2018-03-12T15:00",
    )
    office.done("once", "--at", "2018-03-12T15:01")

    [row] = office.rows("case", case_no)
    assert (row["status"], row["due_at"]) == ("dispatched", "2018-03-15T17:00:00")
    assert journal(office, case_no)[-1]["act"] == "send_back_refused"
    text = text_of_letter_to(office, TOWN, "【退单答复】")
    assert "确属贵街道" in text
    assert "最迟时间：2018年3月15日（星期四）17:00前（原办理时限不变）" in text
    assert "《退单回复》（滕热退〔2018〕1号）" in text
    assert "2018年3月12日就" in paper_of_letter_to(office, TOWN, "【退单答复】")


def test_a_send_back_that_is_released_with_a_department_says_where_the_case_goes(office, case_no):
    asked(office, case_no)
    [entry] = office.rows("held")
    office.done("held", "release", str(entry["id"]), "--department", NEIGHBOUR, "--at", "2018-03-12T15:00")
    office.done("once", "--at", "2018-03-12T15:01")

    paper = paper_of_letter_to(office, TOWN, "【退单答复】")
    assert f"该件现改由{NEIGHBOUR}办理" in paper
    assert "你单位2018年3月12日就" in paper
    assert "原办理时限不变" not in paper


def test_a_second_refusal_is_a_letter_of_its_own(office, case_no):
    asked(office, case_no)
    office.done("send-back", case_no, "--refuse", "--because", "确属贵街道")
    office.done("send-back", case_no, "--refuse", "--because", "仍属贵街道")

    assert kinds(office).count("send_back_reply") == 2


def test_what_no_department_asked_for_is_not_refused(office, case_no):
    told = office.refused("send-back", case_no, "--refuse", "--because", "不行")

    assert "没有收到退单" in told
    assert kinds(office) == ["dispatch"]


def test_a_send_back_that_was_not_read_as_one_is_put_before_a_person_when_he_says_so(office, case_no):
    text = f"{case_no} 一事，我街道认为应由别的单位负责。"
    office.drop("vague", mail_of(address_of(office, TOWN), "关于工单", text))
    office.done("once", "--at", "2018-03-12T14:00")
    [entry] = office.rows("held")
    assert entry["what"] != "send_back"

    office.refused("held", "release", str(entry["id"]), "--as", "send_back", "--case", case_no)

    [entry] = office.rows("held")
    assert entry["what"] == "send_back"
    office.done("send-back", case_no, "--refuse", "--because", "确属贵街道")
    assert office.rows("held") == []


def test_nothing_is_done_in_the_future(office, pending):
    told = office.refused("dispatch", pending, "--to", TOWN, "--at", "2199-03-12T11:00", status=2)

    assert "还没有到" in told
    assert status(office, pending) == "registered"


def test_a_refusal_names_no_petitioner_of_a_secret_case(office):
    text = "我叫张三丰，举报某厂夜间偷排污水。"
    office.drop("case", case_mail("180312091500000001", text, department=TOWN, kind="举报", secret="是"))
    office.done("once", "--at", "2018-03-12T10:00")
    case_no = office.rows("cases")[0]["case_no"]
    asked(office, case_no)

    office.done(
        "send-back",
        case_no,
        "--refuse",
        "--because",
        "张三丰（13812345678）再三来电，确属贵街道",
        "--at",
        "2018-03-12T15:00",
    )
    office.done("once", "--at", "2018-03-12T15:01")

    text = text_of_letter_to(office, TOWN, "【退单答复】")
    assert "张三丰" not in text
    assert "13812345678" not in text
    assert "确属贵街道" in text


def test_a_send_back_needs_a_decision_a_reason_and_a_department_at_work(office, case_no, pending):
    assert "须写一个" in office.refused("send-back", case_no, "--because", "x", status=2)
    assert "只能写一个" in office.refused(
        "send-back", case_no, "--accept", "--refuse", "--because", "x", status=2
    )
    assert "缺少" in office.refused("send-back", case_no, "--accept", status=2)
    assert "没有承办单位在办" in office.refused("send-back", pending, "--accept", "--because", "x")


# --- close, withdraw, merge ---------------------------------------------------------------------------------


def test_an_answered_case_is_closed_with_a_reason(office, case_no):
    answered(office, case_no)
    assert "没有回访记录" in office.refused("close", case_no)

    office.done("close", case_no, "--because", "当事人已当面表示满意", "--by", "李四")

    assert status(office, case_no) == "closed"
    assert journal(office, case_no)[-1]["because"] == "当事人已当面表示满意"
    assert "现为“办结”" in office.refused("close", case_no, "--because", "再次")


def test_a_case_that_is_not_answered_is_not_closed(office, case_no):
    assert "现为“办理中”，不能“办结”" in office.refused("close", case_no, "--because", "x")


def test_a_withdrawn_case_is_off_the_desks_and_the_department_is_told(office, case_no):
    office.done("withdraw", case_no, "--because", "上级撤回", "--by", "李四", "--at", "2018-03-12T15:00")
    office.done("once", "--at", "2018-03-12T15:01")

    assert status(office, case_no) == "withdrawn"
    assert [each["state"] for each in office.rows("case", case_no)[0]["dispatches"]] == ["withdrawn"]
    assert "上级撤回" in text_of_letter_to(office, TOWN, "【停止办理】")
    assert office.rows("once", "--at", "2018-03-20T10:00")[0]["posted"] == 0
    assert "不能“撤回”" in office.refused("withdraw", case_no, "--because", "x")


def test_a_withdrawn_case_waits_no_longer_in_the_pen(office, pending):
    office.done("withdraw", pending, "--because", "退回上级")

    assert office.rows("held") == []
    assert kinds(office) == []


def test_a_repeat_is_merged_into_the_case_it_repeats(office, case_no, pending):
    office.done("merge", pending, "--into", case_no, "--by", "李四")

    [row] = office.rows("case", pending)
    assert (row["status"], row["merged_into"]) == ("merged", case_no)
    assert journal(office, case_no)[-1]["act"] == "join"
    assert office.rows("held") == []


def test_a_case_is_not_merged_into_itself_or_what_is_gone(office, case_no, pending):
    office.refused("merge", case_no, "--into", case_no)
    office.done("withdraw", pending, "--because", "x")
    assert "不能“并单”" in office.refused("merge", case_no, "--into", pending)
    assert status(office, case_no) == "dispatched"


def test_an_act_of_a_case_that_is_none_is_said(office):
    for args in (("close", "X"), ("withdraw", "X", "--because", "x"), ("dispatch", "X", "--to", TOWN)):
        assert "没有工单 X" in office.refused(*args)


def test_who_acts_is_asked_of_the_environment_where_by_does_not_say(office, pending):
    office.done("dispatch", pending, "--to", TOWN)

    assert journal(office, pending)[-1]["by"] == "值班员甲"


# --- change -------------------------------------------------------------------------------------------------


def test_a_change_is_told_without_the_names_of_who_asked(office, case_no):
    words = (
        "--name",
        "李四光",
        "--text",
        "来电人李四光（原写张三丰）反映路灯不亮。",
        "--at",
        "2018-03-12T11:00",
    )

    foretold = office.done("change", case_no, *words, "--preview")
    done = office.done("change", case_no, *words)

    assert "来电人李某某（原写张某某）反映路灯不亮。" in foretold
    assert "诉求人姓名现为：李某某" in foretold
    assert "5514432" in foretold  # the letter as it goes out, else
    for name in ("李四光", "张三丰"):
        assert name not in foretold + done


def test_a_name_put_right_does_not_bring_the_former_one_to_light(office):
    text = "张三丰举报荆河街道解放路饭店夜间偷排油烟。"
    mail = case_mail("180312091500000001", text, title="张三丰举报饭店油烟", kind="举报", department=TOWN)
    office.drop("case", mail)
    office.done("once", "--at", "2018-03-12T10:00")
    [row] = office.rows("cases")

    office.done("change", row["case_no"], "--name", "张三峰", "--at", "2018-03-12T11:00")
    office.done("dispatch", row["case_no"], "--to", TOWN, "--assist", NEIGHBOUR, "--at", "2018-03-12T11:10")
    office.done("once", "--at", "2018-03-12T11:11")

    told = text_of_letter_to(office, NEIGHBOUR, "【转办】【保密】")
    assert "饭店夜间偷排油烟" in told
    assert "张三丰" not in told
    assert "张三丰" not in office.done("cases") + office.done("case", row["case_no"])
    assert "张三峰" in office.done("case", row["case_no"], "--petitioner")


def test_no_case_is_due_before_it_came(office, case_no):
    assert "早于" in office.refused("change", case_no, "--due", "2010-01-01")

    assert office.rows("case", case_no)[0]["upper_due_at"] is None


def test_a_deadline_that_has_passed_is_written_down_with_a_warning(office, case_no):
    told = office("change", case_no, "--due", "2018-03-13", "--at", "2018-03-14T10:00")

    assert told.exit_code == 0
    assert "已经过去" in told.stderr
    assert office.rows("case", case_no)[0]["upper_due_at"] == "2018-03-13T17:00:00"
