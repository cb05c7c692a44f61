"""Specimens of the letters of the office about itself."""

from __future__ import annotations

from datetime import timedelta

from generators.alarm import AlarmLine, draw_up_alarm, draw_up_heartbeat
from generators.letter import Draft
from generators.specimens.scene import Scene, Specimen


def _alarm(scene: Scene) -> Draft:
    now, mailbox = scene.now, scene.head.address
    fresh = AlarmLine(
        f"收不了信：信箱 {mailbox}",
        "已有 35 分钟没有成功查看；最近一次：连不上 imap.163.com:993。请检查网络和服务器，再运行 mailroom check",
        now - timedelta(minutes=35),
    )
    disk = AlarmLine(
        "磁盘将满：/srv", "/srv 只剩 320 MB，少于 500 MB。请清理或扩大磁盘", now - timedelta(days=1)
    )
    over = AlarmLine("发不出信", "连不上 smtp.163.com:465", now - timedelta(hours=3), now)
    return draw_up_alarm(
        "alarm/2018-03-12/1",
        ["admin@example.cn"],
        fresh=[fresh],
        lasting=[disk],
        ended=[over],
        last_today=True,
        **scene.drawing,
    )


def _heartbeat(scene: Scene) -> Draft:
    return draw_up_heartbeat("heartbeat/1", scene.head.address, scene.head.address, **scene.drawing)


ALARMS = {
    "alarm": Specimen("告警信", _alarm),
    "heartbeat": Specimen("自检信", _heartbeat),
}
