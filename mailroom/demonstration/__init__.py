"""The demonstration: a simulated upper platform and simulated departments write to a real office in fast time.

`mails` and `answers` make the mails (tests and benchmarks use them too), `story` says who writes what and when,
`correspondence` acts it out, `premises` sets the office up, `performance` drives it, `screen` shows it.
Everything is made up, with a fixed seed: no person, telephone number or event is real.
"""
