"""A stand-in for Microsoft Exchange that speaks EWS on loopback, for tests.

    with Exchange() as exchange:
        password = exchange.new_mailbox("office@tengzhou.test")
        exchange.deliver("office@tengzhou.test", raw)

Every request and every answer is held against Microsoft's schema where it is at hand (`schema.py` says where); what
breaks it is answered by ErrorSchemaValidation and fails the test when the server is left.

What it does is what a mailbox and a courier ask, and what Microsoft documents of it; the file that models a behaviour
names the document. What it does not do:

- It keeps bytes. A real server keeps properties and writes the MIME anew; `rewrites=True` does as much, as far as
  `rewriting.py` says. Fields that a real server would drop or add by its own rules stay as they are.
- No calendar, contacts, tasks, rules, public folders, archive, delegates with partial rights, pull and push
  notifications, search by keywords; of UpdateItem only the read flag and categories.
- No limits of throttling of its own: it is busy when a test says so.
"""

from tests.servers.exchange.server import Exchange, Request

__all__ = ["Exchange", "Request"]
