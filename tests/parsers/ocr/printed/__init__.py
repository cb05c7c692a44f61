"""Made-up pages as offices print, stamp, scan and photograph them, each with what a careful clerk reads off it.

`python -m tests.parsers.ocr.printed --help` measures recognition on hundreds of them; `test_printed` reads a few.
"""
