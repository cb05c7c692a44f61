"""Learned routing in an office: learned at night from answered cases, used above the bar, told with its reasons."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from ledger.models import Case, Department, Dispatch, Petitioner
from ledger.opening import transaction
from ledger.vocabulary import DispatchState, Status
from mailroom.office import open_office
from mailroom.routing.model import FILE
from tests.mailroom.command_line import case_mail

BIKES, PARCELS = "滕州市交通运输局", "滕州市商务局"
NIGHT = "2018-06-01T02:10"
# Words that are no department's duty keywords, and no place in any town.
MATTERS = {
    BIKES: "反映楼下乱停的共享小黄车堆成一排挡住出入口，请协调企业及时挪走小黄车。",
    PARCELS: "反映驿站代收的包裹丢失，驿站老板不赔，请协调驿站赔偿包裹。",
}


@pytest.fixture
def past(office):
    """The office has had `each` cases of two kinds, answered by two departments."""

    def had(each=25, **more):
        opened = open_office(office.folder, {}, secrets=False)
        with transaction():
            for number in range(each):
                for name, text in MATTERS.items():
                    _answered(f"{name}{number}", name, text, number, **more)
        opened.close()
        return office

    (office.folder / "office.toml").open("a").write("\n[routing]\nleast_cases = 40\nleast_right = 0.9\n")
    return had


def _answered(mark: str, name: str, text: str, number: int, **more: object) -> None:
    at = datetime(2018, 4, 1, 9) + timedelta(hours=number)
    values = {"kind": "service", "secret": False, "title": text[2:12]} | more
    case = Case.create(
        case_no=f"TZ-{mark}", channel="hotline", level="city", request_text=f"来电人{text}（第{number}次）", place="",
        rule_set="2018", status=Status.CLOSED, registered_at=at, **values,
    )  # fmt: skip
    Petitioner.create(case=case, name="张三丰", phone="13812345678")
    Dispatch.create(
        case=case, department=Department.one(name=name), dispatched_at=at, due_at=at, state=DispatchState.ANSWERED
    )  # fmt: skip


def bikes(**more):
    """A case that only the past can tell where it belongs."""
    text = f"来电人{MATTERS[BIKES]}"
    return case_mail("180601093000000001", text, place="", title="楼下乱停的共享小黄车", **more)


def undispatched(office):
    """What waits for a person to dispatch it."""
    return [row for row in office.rows("held") if row["what"] == "dispatch"]


def test_nothing_is_learned_before_there_are_enough_cases(past):
    office = past(each=15)
    office.done("once", "--at", NIGHT)

    assert not (office.folder / FILE).exists()
    assert "只有 30 件，满 40 件才学" in office.refused("routing", "train", "--at", NIGHT)
    [row] = office.rows("routing")
    assert (row["answered"], row["used"], row["learned_at"]) == (30, False, None)


def test_it_is_learned_at_night_and_not_again_before_there_is_more(past):
    office = past()
    office.done("once", "--at", "2018-06-01T01:50")
    assert not (office.folder / FILE).exists()

    office.done("once", "--at", NIGHT)
    [first] = office.rows("routing")
    office.done("once", "--at", "2018-06-02T02:10")

    assert office.rows("routing") == [first]
    assert (first["learned_at"], first["cases"], first["used"]) == ("2018-06-01T02:10", 50, True)
    assert "线上的自动转办" in office.done("routing")


def test_a_preview_learns_nothing(past):
    office = past()

    office.done("preview", "--at", NIGHT)

    assert not (office.folder / FILE).exists()
    office.done("once", "--at", NIGHT)
    assert (office.folder / FILE).exists()


def test_a_case_goes_where_such_cases_went_with_the_words_and_the_nearest_cases(past):
    office = past()
    office.done("once", "--at", NIGHT)

    office.drop("case", bikes())
    office.done("once", "--at", "2018-06-01T09:31")

    [case] = office.rows("cases", "--status", "dispatched")
    assert case["department"] == BIKES
    [because] = [each["because"] for each in office.rows("case", case["case_no"])[0]["dispatches"]]
    assert "小黄车" in because
    assert f"多由{BIKES}办理" in because
    assert f"（{BIKES}）" in because.partition("相近的有 TZ-")[2]


def test_below_the_bar_it_is_only_a_suggestion(past):
    office = past()
    toml = office.folder / "office.toml"
    toml.write_text(toml.read_text().replace("least_right = 0.9", "least_right = 0.999"))
    office.done("once", "--at", NIGHT)
    [row] = office.rows("routing")
    assert row["used"] is False

    office.drop("case", bikes())
    office.done("once", "--at", "2018-06-01T09:31")

    [entry] = undispatched(office)
    assert entry["suggestions"][0]["do"] == f"mailroom held release {entry['id']} --department {BIKES}"
    assert "不足以自动转办" in entry["suggestions"][0]["why"]


def test_what_the_sheet_names_goes_before_what_was_learned(past):
    office = past()
    office.done("once", "--at", NIGHT)

    office.drop("case", bikes(department="荆河街道办事处"))
    office.done("once", "--at", "2018-06-01T09:31")

    [case] = office.rows("cases", "--status", "dispatched")
    assert case["department"] == "荆河街道办事处"


def test_the_past_never_sends_a_case_to_the_department_that_it_is_against(past):
    office = past()
    office.done("once", "--at", NIGHT)
    text = "投诉交通运输局工作人员不作为，共享小黄车乱停、堆成一排挡住出入口，没人管小黄车。"

    office.drop("case", case_mail("180601093000000002", text, place="", title="共享小黄车乱停", kind="投诉"))
    office.done("once", "--at", "2018-06-01T09:31")

    [entry] = undispatched(office)
    assert "不得转给被反映单位" in entry["because"]
    assert not [each for each in entry["suggestions"] if BIKES in each["do"]]


def test_a_case_that_has_become_secret_is_near_to_none(past):
    office = past()
    office.done("once", "--at", NIGHT)
    opened = open_office(office.folder, {}, secrets=False)
    with transaction():
        Case.update(secret=True).execute()
    opened.close()

    office.drop("case", bikes())
    office.done("once", "--at", "2018-06-01T09:31")

    [case] = office.rows("cases", "--status", "dispatched")
    [because] = [each["because"] for each in office.rows("case", case["case_no"])[0]["dispatches"]]
    assert "相近" not in because


def test_switched_off_nothing_is_learned_nor_used(past):
    office = past()
    office.done("once", "--at", NIGHT)
    toml = office.folder / "office.toml"
    toml.write_text(toml.read_text() + "learn = false\n")

    office.drop("case", bikes())
    office.done("once", "--at", "2018-06-01T09:31")

    assert len(undispatched(office)) == 1
    assert office.rows("routing")[0]["used"] is False


def test_the_check_names_a_model_that_can_not_be_read(past):
    office = past()
    office.done("routing", "train", "--at", NIGHT)
    assert _checked(office) == []
    (office.folder / "routing.npz").write_bytes(b"PK half a file")

    [found] = _checked(office)

    assert "读不出" in found["sentence"]
    assert "mailroom routing train" in found["advice"]


def _checked(office) -> list[dict[str, str]]:
    found = [json.loads(line) for line in office("check", "--json").stdout.splitlines()]
    return [each for each in found if each["subject"] == "分办学习"]


def test_a_model_of_another_office_is_not_used_and_said_to_be_unusable(past):
    office = past()
    office.done("routing", "train", "--at", NIGHT)
    assert office.rows("routing")[0]["used"] is True
    opened = open_office(office.folder, {}, secrets=False)
    with transaction():  # as in another office: its first case came at another moment
        first = Case.select().order_by(Case.id).first()
        Case.update(registered_at=datetime(2018, 4, 1, 9, 1)).where(Case.id == first.id).execute()
    opened.close()

    [row] = office.rows("routing")

    assert (row["used"], row["unusable"], row["cases"]) == (False, True, None)
    assert "不是从本办的台账学的" in office.done("routing")
    office.drop("bikes", bikes())
    office.done("once", "--at", "2018-06-01T10:00")
    told = [f"{entry['because']} {entry['suggestions']}" for entry in office.rows("held")]
    assert told
    assert not any("以往像" in each for each in told)
