"""Specimens (样张): every paper of the office once, drawn from made-up records.

`check` draws them with the office's own templates, `letters preview` shows one, docs/letters/ has their pictures. A
paper that is missing here can't be previewed, and its template isn't checked: a test compares with the templates.
"""

from __future__ import annotations

from generators.specimens.alarms import ALARMS
from generators.specimens.case_letters import CASE_LETTERS
from generators.specimens.dossiers import DOSSIERS
from generators.specimens.forms import FORMS
from generators.specimens.hotlines import HOTLINES
from generators.specimens.notices import NOTICES
from generators.specimens.passed_on import PASSED_ON
from generators.specimens.procedure import PROCEDURE
from generators.specimens.scene import Scene, Specimen, scene_of

__all__ = ["SPECIMENS", "Scene", "Specimen", "scene_of"]

SPECIMENS: dict[str, Specimen] = {
    **CASE_LETTERS,
    **PROCEDURE,
    **PASSED_ON,
    **DOSSIERS,
    **FORMS,
    **NOTICES,
    **HOTLINES,
    **ALARMS,
}
