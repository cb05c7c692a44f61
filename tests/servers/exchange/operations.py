"""What this server can do, by the name of the request."""

from __future__ import annotations

from tests.servers.exchange import folders, items, sending, sync
from tests.servers.exchange.sending import Outgoing
from tests.servers.exchange.soap import Call, Element, EwsError, M, SoapFault, failure, response
from tests.servers.exchange.store import Store
from tests.servers.exchange.streaming import Streams

_OPERATIONS = {
    "GetFolder": folders.get_folder,
    "FindFolder": folders.find_folder,
    "CreateFolder": folders.create_folder,
    "DeleteFolder": folders.delete_folder,
    "FindItem": items.find_item,
    "GetItem": items.get_item,
    "MoveItem": items.move_item,
    "UpdateItem": items.update_item,
    "DeleteItem": items.delete_item,
    "GetAttachment": items.get_attachment,
    "SyncFolderItems": sync.sync_folder_items,
}
# What the schema wants in a message that tells of a failure too.
_EMPTY = dict.fromkeys(("GetItem", "CreateItem", "MoveItem", "UpdateItem"), "Items") | {
    "GetAttachment": "Attachments"
}


def perform(store: Store, outgoing: Outgoing, streams: Streams, call: Call) -> Element:
    """Do what a request asks and return the element of the answer's body."""
    with store.changed:
        try:
            return response(call.operation, _messages(store, outgoing, streams, call))
        except EwsError as error:
            return response(call.operation, [refusal(call.operation, error)])


def refusal(operation: str, error: EwsError) -> Element:
    """The response message that refuses a whole request."""
    empty = [M(_EMPTY[operation])] if operation in _EMPTY else []
    return failure(operation, error, *empty)


def _messages(store: Store, outgoing: Outgoing, streams: Streams, call: Call) -> list[Element]:
    if call.operation == "CreateItem":
        return sending.create_item(store, outgoing, call)
    if call.operation == "Subscribe":
        return streams.subscribe(store, call)
    if call.operation == "Unsubscribe":
        return streams.unsubscribe(store, call)
    if call.operation == "ConvertId":  # asked by clients that only want to know the version
        return [failure("ConvertId", EwsError("ErrorInvalidIdMalformed", "Id is malformed."))]
    if call.operation not in _OPERATIONS:
        raise SoapFault("ErrorInvalidRequest", f"This server does not know {call.operation}.")
    return _OPERATIONS[call.operation](store, call)
