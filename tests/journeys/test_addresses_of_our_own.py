"""Addresses that stand in `office.toml`, not in the directory: letters come back from them as well."""

from __future__ import annotations

from datetime import datetime

from mailroom.demonstration.answers import bounce_mail
from tests.journeys.callers import answered_case, list_of
from tests.journeys.in_files import FolderOffice


def test_the_callers_dead_address_is_asked_for_and_no_list_of_yesterday_is_sent_again(
    in_folder: FolderOffice,
):
    office = in_folder
    answered_case(office)
    letter = list_of(office)
    office.mail_in(bounce_mail(letter.raw, sent_on=datetime(2018, 3, 14, 8, 40)))
    office.round("2018-03-14T08:41")
    (entry,) = office.held()
    assert "resend follow_up/" in entry["suggestions"][0]["do"]
    assert "office.toml 的 [follow_up] callers" in entry["suggestions"][1]["why"]

    office.round("2018-03-15T08:29")
    (entry,) = office.held()
    assert not any("resend" in each["do"] for each in entry["suggestions"])

    office.configure(follow_up={"callers": [office.address_of("回访员乙")]})
    office.round("2018-03-15T08:31")
    assert office.held() == []
    assert len(office.at_department("回访员乙")) == 1
