"""Limits on hostile input, each with its reason. Whoever writes to the office's mailbox is a stranger."""

from __future__ import annotations

MAX_MAIL_BYTES = 72_000_000
"""163.com takes mails up to 71,680,000 octets (its APPENDLIMIT): about 50 MB of attachments after base64."""

MAX_DOCUMENT_BYTES = 50_000_000
"""The largest single attachment that such a mail can carry."""

MAX_KEPT_BYTES = 60_000_000
"""Octets of a mail's documents that its reading keeps, to be passed on: more than one letter can carry."""

MAX_PARTS = 2_000
"""MIME parts of one mail. A department's mail has ten; a mail of thousands is built to keep a parser busy."""

MAX_MULTIPART_DEPTH = 20
"""Multiparts inside multiparts. Real mails reach five; each level copies its bytes once more."""

MAX_FORWARD_DEPTH = 5
"""Mails attached to mails. A clerk loses the thread earlier."""

MAX_HEADER_VALUE = 100_000
"""Octets of one header field that are looked at. Ten pages of recipients fit; the regular expressions stay fast."""

MAX_ADDRESSES = 2_000
"""Addresses taken from one field: more recipients than any server lets through."""

MAX_PAGE = 8_000_000
"""Characters of one web page that are read; its tree takes about ten times that in memory. Pictures stand apart."""

MAX_TEXT = 1_000_000
"""Characters of one plain text that are read, some seven hundred printed pages."""

MAX_LINES = 100_000
"""Lines of a text or paragraphs of a document, about two thousand printed pages."""

MAX_LINKS = 300
"""Links of one web page that are looked at; a mail with a cloud attachment has a handful."""

MAX_CELLS = 80_000
"""Cells of one workbook or of all tables of a document: 4,000 cases of 20 columns. To look each one over for labels
takes some 40 microseconds, so that this many are three seconds; a million took 26 s and 725 MB."""

MAX_COLONS = 80_000
"""Colons in one paper up to which fields are looked for: as many as cells. A mail of nothing but 承办人： took 5 s."""

MAX_SPAN = 1_000
"""Rows or columns that one merged cell of a web page may cover (browsers stop at 1,000 columns too)."""

MAX_DEPTH = 150
"""Elements inside elements in XML and HTML; Word nests about thirty. Below this, only the text is taken."""

MAX_ENTRIES = 5_000
"""Files inside one office package; a workbook of 200 sheets with drawings has about a thousand."""

MAX_ENTRY_BYTES = 64_000_000
"""Unpacked octets of one entry of a package; sheets of that size are read piece by piece."""

MAX_TREE_BYTES = 16_000_000
"""Octets of XML that is read as a tree, which takes eighteen times that in memory: a document of a thousand pages."""

MAX_PACKAGE_BYTES = 256_000_000
"""Unpacked octets that all entries of a package may declare together."""

MAX_RATIO = 400
"""Unpacked : packed, judged above one megabyte. Office XML packs 10 to 60 times, a table of blanks 200 times."""

MAX_ARCHIVE_DEPTH = 3
"""Archives inside archives that are opened. Departments send one in one; an archive may contain itself."""

MAX_ARCHIVE_FILES = 300
"""Files taken out of one enclosure, nested archives included. A department's scans of a case are under fifty."""

MAX_ARCHIVE_BYTES = 120_000_000
"""Octets of all files taken out of one enclosure: twice what a mail can carry, kept in memory at once."""

MAX_PRINTED_PAGES = 300
"""Pages of one PDF or OFD that are read; a case's papers have under fifty."""

MAX_DRAWN_PAGES = 40
"""Scanned pages of one document that are recognised, at seconds a page."""
