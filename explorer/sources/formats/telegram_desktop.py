"""Exports of Telegram Desktop (https://github.com/telegramdesktop/tdesktop): ``result.json`` of a chat or an account.

The fields are those of ``Telegram/SourceFiles/export/output/export_output_json.cpp``. Numbers of messages are unique
only within a chat, so the id of a post is ``channel1000000001-17``: the chat and the number. Most versions give only
the display name of the source of a forwarded message. A name is not an account: several channels can have the same one,
and an owner can change it. Such a message is read as a post, with its text and links. If the id of the source is given,
the message is a retweet of that account.
"""

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from explorer.model.batches import Batch
from explorer.sources.io import long_arrays
from explorer.sources.io.input_file import InputFile
from explorer.sources.parsing import jsonl
from explorer.sources.parsing.jsonl import NotAMessage, Unusable
from explorer.sources.parsing.messages import Message
from explorer.sources.parsing.parser import Parser, ReadOptions

PATHS: Final = frozenset({("messages",), ("chats", "list", "messages"), ("left_chats", "list", "messages")})
"""Where the messages are: in the export of one chat, and in the export of an account."""

_KINDS: Final = {
    **dict.fromkeys(("personal_chat", "bot_chat", "saved_messages", "replies", "verify_codes"), "user"),
    "private_group": "chat",
    **dict.fromkeys(("private_supergroup", "public_supergroup", "private_channel", "public_channel"), "channel"),
}
"""The prefix of a chat's id by type of chat; Telegram has a separate range of ids for each prefix."""

_MESSAGE_TYPES: Final = frozenset({"message", "service", "unsupported"})

# versions of 2021 and earlier write ids as one number: 2^32 more for groups, 2 * 2^32 more for channels
_OLD_GROUPS: Final = 1 << 32
_OLD_CHANNELS: Final = 2 << 32

# the export of an account begins with long lists that may hide the first chat
_ACCOUNT: Final = re.compile(
    r'\s*\{\s*"about"\s*:\s*"(?:[^"\\]|\\.)*"\s*,\s*"'
    r"(?:personal_information|profile_pictures|stories|contacts|frequent_contacts|sessions|web_sessions|chats|left_chats)"
    r'"\s*:\s*[\[{]'
)


class _Entity(msgspec.Struct, gc=False):
    type: str | None = None
    text: str | None = None
    href: str | None = None


class _Message(msgspec.Struct, gc=False):
    id: int | None = None
    type: str | None = None
    date: str | None = None
    date_unixtime: str | int | None = None
    name: str | None = msgspec.field(default=None, name="from")
    from_id: str | int | None = None
    action: str | None = None
    # null if the account that wrote the message does not exist any more
    forwarded_from: str | msgspec.UnsetType | None = msgspec.UNSET
    forwarded_from_id: str | int | None = None
    reply_to_message_id: int | None = None
    reply_to_peer_id: str | None = None
    text: str | list[str | _Entity] | None = None
    text_entities: list[_Entity] | None = None


class _Chat(msgspec.Struct, gc=False):
    id: int | None = None
    type: str | None = None
    messages: list[msgspec.Raw] = []


_chat = msgspec.json.Decoder(_Chat).decode
_message = msgspec.json.Decoder(_Message).decode


def matches(file: InputFile) -> bool:
    """Whether a file begins with the export of a chat or of an account."""
    if file.parquet:
        return False
    if _ACCOUNT.match(file.text) or any(
        chat.id is not None and chat.type in _KINDS and not chat.messages for chat in jsonl.first_values(file, _Chat)
    ):
        return True
    return any(_has_messages(part) for part in long_arrays.first_slices(file, PATHS))


def _has_messages(part: str) -> bool:
    try:
        chat = _chat(part)
        messages = [_message(item) for item in chat.messages]
    except (msgspec.DecodeError, RecursionError):
        return False
    return (chat.id is not None or chat.type in _KINDS) and all(
        message.type == "unsupported"
        or (message.type in _MESSAGE_TYPES and (message.date_unixtime or message.date) is not None)
        for message in messages
    )


def read(file: InputFile, options: ReadOptions) -> Iterator[Batch]:
    """Read the messages of all chats."""
    reader = _Reader(options)
    parts = long_arrays.slices(file, PATHS)
    return jsonl.read_messages(file, options, reader.decode, parts=parts, notes=reader.notes)


class _Reader:
    """Converts messages, and counts what a note reports."""

    def __init__(self, options: ReadOptions) -> None:
        self._timezone = options.timezone
        self._without_source = self._local_times = 0

    def decode(self, part: bytes) -> list[Message | Unusable]:
        chat = _chat(part)
        return jsonl.each_item(chat.messages, lambda item: [self._read(chat, _message(item))])

    def notes(self) -> Iterator[str]:
        if self._without_source:
            yield (
                f"forwarded messages that give only the name of their source: {self._without_source:,}; a name does "
                "not identify an account, so they are read as posts; use --signal co-link or --signal similar-text"
            )
        if self._local_times and self._timezone is None:
            yield (
                f"messages with only the local time of the computer that exported them: {self._local_times:,}; it is "
                "read as UTC; name its time zone with --timezone, for example --timezone Europe/Berlin"
            )

    def _read(self, chat: _Chat, source: _Message) -> Message:
        if source.type != "message":
            what = f"a service message ({source.action or 'without action'})"
            if source.type != "service":
                what = f"a message of the type {source.type or 'unknown'}"
            raise NotAMessage(f"{what[:80]}, not a post")
        if chat.id is None:
            raise NotAMessage("the id of the chat does not precede its messages; export the chat again")
        kind = _KINDS.get(chat.type or "", "")
        place = f"{kind}{chat.id}"
        message = Message(
            message_id=None if source.id is None else f"{place}-{source.id}",
            # a channel is the author of its posts
            account_id=_account(source.from_id) or (place if (chat.type or "").endswith("_channel") else None),
            created_at=source.date if source.date_unixtime is None else str(source.date_unixtime),
            name=source.name,
        )
        self._local_times += source.date_unixtime is None
        message.retweeted_author_id = _account(source.forwarded_from_id)
        if message.retweeted_author_id is not None:
            return message
        self._without_source += source.forwarded_from is not msgspec.UNSET
        message.text = _text(source) or None
        if source.reply_to_message_id is not None:
            message.reply_to_id = f"{source.reply_to_peer_id or place}-{source.reply_to_message_id}"
        entities = source.text_entities
        if entities is None:
            entities = [part for part in source.text or () if isinstance(part, _Entity)]
        message.urls = [url for entity in entities if (url := _link(entity))]
        message.hashtags = [entity.text for entity in entities if entity.type == "hashtag" and entity.text]
        return message


def _account(identifier: str | int | None) -> str | None:
    if not isinstance(identifier, int):
        return identifier
    for kind, first in (("channel", _OLD_CHANNELS), ("chat", _OLD_GROUPS), ("user", 0)):
        if identifier >= first:
            return f"{kind}{identifier - first}"
    return str(identifier)


def _text(message: _Message) -> str:
    if message.text is None or isinstance(message.text, str):
        return message.text or ""
    return "".join(part if isinstance(part, str) else part.text or "" for part in message.text)


def _link(entity: _Entity) -> str | None:
    return {"link": entity.text, "text_link": entity.href}.get(entity.type or "")


TELEGRAM_DESKTOP: Final = Parser(
    expects="JSON with the id and the messages of a chat, or with chats, as Telegram Desktop exports it (result.json)",
    matches=matches,
    read=read,
)
