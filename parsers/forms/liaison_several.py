"""Several liaison forms in one mail: hotline and mayor's mailbox, handled by different sections (分别填报)."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.forms.filling import Context, Filling
from parsers.forms.layout import Layout
from parsers.forms.liaison_form import read_liaison_form
from parsers.reading import LiaisonForm


def read_liaison_forms(forms: Sequence[Layout], context: Context) -> list[tuple[LiaisonForm, Filling]]:
    """Return each form. What the mail says of a channel can't be said of all of them: a form's title, remarks or file name
    speaks for it.
    """
    return [
        read_liaison_form(form, context, letter=_channel_in(form.paper.name), path=f"liaison_forms.{n}")
        for n, form in enumerate(forms)
    ]


def _channel_in(name: str) -> str:
    """Return what a file's name says of the channel, as a sentence of a letter; "" where it names both or none."""
    named = [word for word in ("热线", "信箱") if word in name]
    return f"此表为{named[0]}" if len(named) == 1 else ""
