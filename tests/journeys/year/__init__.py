"""A year of the office in simulated time: everybody who writes to it, its clerks, and what the year has to come to.

`days` counts working days by itself, `plan` says what comes and how each case will be handled, `people` write the
mails, `clerks` do what lies on their desks, `world` lets time pass, `reckoning` counts again what the office counted.
"""
