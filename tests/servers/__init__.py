"""Real servers for tests, each started on loopback with free ports in its own folder, and ended by process id.

`MailHost` is Dovecot with Postfix, `PostgresHost` is PostgreSQL, `print_as_pdf` asks LibreOffice; `CoremailProxy` makes the first behave as 163.com
does, `FaultyProxy` breaks connections at a chosen byte, `ScriptedSmtp` says what no well-behaved server will say.
`Exchange` is no real one but a stand-in, held against Microsoft's schema; `exchange/__init__.py` says what it does not do.
A part that is not installed is an error that names the package, never a skip.
"""
