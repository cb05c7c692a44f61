"""The wheel holds all that an office needs: it is installed into a new environment and draws a letter there."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).parents[2]

LETTER = """
import datetime, types
from config import settings
from generators.dispatch import draw_up_dispatch
from generators.letter import Letterhead
now = datetime.datetime(2018, 3, 12, 10)
case = types.SimpleNamespace(case_no="TZ-2018-000001-2", upper_no="180312100000000001", upper="枣庄市12345政务服务热线",
    channel="hotline", level="city", kind="service", title="路灯不亮", request_text="路灯不亮。", secret=False,
    called_at=now, place="荆河街道", department_named="", upper_due_at=None, urgency="normal", return_form=False,
    registered_at=now)
row = types.SimpleNamespace(round=1, role="lead", dispatched_at=now, due_at=datetime.datetime(2018, 3, 15, 17),
    provisional=False, due_trace=["2018-03-12 周一 收件当日不计"], because="事发地点")
department = types.SimpleNamespace(name="荆河街道", addresses=["jh@example.cn"])
draft = draw_up_dispatch(case, None, row, department, head=Letterhead("办公室", "o@example.cn"), upper_name="枣庄", now=now)
assert len(settings.packaged_departments()) > 50
assert all(each.data[:2] == b"PK" for each in draft.enclosed), draft
print(draft.subject)
"""


def test_the_wheel_installs_in_a_new_environment_and_draws_a_letter(tmp_path):
    wheels = tmp_path / "wheels"
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--wheel-dir",
        str(wheels),
        str(ROOT),
    ]
    subprocess.run(command, check=True, timeout=150)
    [wheel] = wheels.glob("*.whl")
    # The dependencies come from this environment; only our own packages are new, and found nowhere else.
    venv.create(tmp_path / "venv", with_pip=False)
    python = tmp_path / "venv" / "bin" / "python"
    site = subprocess.run(
        [python, "-c", "import site; print(site.getsitepackages()[0])"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", site, str(wheel)],
        check=True,
        timeout=150,
    )
    here = next(path for path in sys.path if path.endswith("site-packages"))
    done = subprocess.run(
        [python, "-I", "-c", f"import sys; sys.path.append({here!r})\n{LETTER}"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert "TZ-2018-000001-2" in done.stdout
