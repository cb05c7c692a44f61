"""The office watches over itself: what does not work is told to the person who keeps the machine running.

`pulse` writes down what each round tells of itself, `conditions` finds from that what is wrong, `alarms` opens and ends
alarms and writes to the administrator, `heartbeat` sends the office a mail to itself; `health`, `metrics` and `page` are
what other programs may ask.
"""
