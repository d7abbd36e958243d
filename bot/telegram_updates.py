"""Telegram's updates told as messages of the dialogue, and replies cut to what Telegram takes."""

from collections.abc import Iterator

from telegram import Chat, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update

from bot.messages import Button, Inbound
from intake.domain import Channel

LONGEST = 4096  # UTF-16 units in one Telegram message
_BREAKS = ("\n\n", "\n", "。", "；", "，", " ")
_COMMANDS = {"/help": "/help", "/stop": "/stop"}  # command → payload


def read_update(bot_id: int, update: Update, greeting: str) -> Inbound | None:
    """Return the message in `update`, or None when it holds nothing to be answered; `greeting` stands for /start."""
    chat = update.effective_chat
    if chat is None:
        return None
    key = f"{bot_id}:{update.update_id}"
    if update.callback_query is not None:
        return _inbound(chat, key, payload=update.callback_query.data or "")
    if update.edited_message is not None:
        # A shared live location is "edited" every few seconds; only words count.
        is_words = bool(update.edited_message.text or update.edited_message.caption)
        return _inbound(chat, key, notice="telegram.edited") if is_words else None
    if update.message is not None and not is_service(update.message):
        return _read_message(chat, bot_id, update, greeting)
    return None


def is_private(update: Update) -> bool:
    """Tell whether the update comes from a chat with one person."""
    return update.effective_chat is not None and update.effective_chat.type == Chat.PRIVATE


def is_service(message: Message) -> bool:
    """Tell whether the message only reports that somebody joined, pinned or renamed something."""
    return not (message.text or message.caption or message.effective_attachment)


def _read_message(chat: Chat, bot_id: int, update: Update, greeting: str) -> Inbound:
    message, key = update.message, f"{bot_id}:{update.update_id}"
    assert message is not None
    if message.contact is not None:
        return _inbound(chat, key, text=message.contact.phone_number)
    if message.text is None:
        if not message.caption and message.media_group_id:
            key = f"{bot_id}:album {message.media_group_id}"  # ten pictures sent together get one answer
        return _inbound(chat, key, text=message.caption, notice="telegram.media")
    words = message.text.split()
    command = words[0].partition("@")[0].lower() if words else ""
    if command == "/start":
        return _inbound(chat, key, text=greeting)
    if command in _COMMANDS and len(words) == 1:
        return _inbound(chat, key, payload=_COMMANDS[command])
    return _inbound(chat, key, text=message.text)


def _inbound(
    chat: Chat, key: str, *, text: str | None = None, payload: str | None = None, notice: str | None = None
) -> Inbound:
    return Inbound(Channel.TELEGRAM, str(chat.id), text, payload, key, notice=notice)


def keyboard(buttons: tuple[Button, ...]) -> InlineKeyboardMarkup | None:
    """Return the buttons, one a row, so that long titles can be read."""
    if not buttons:
        return None
    return InlineKeyboardMarkup([[InlineKeyboardButton(row.title, callback_data=row.payload)] for row in buttons])


def split_text(text: str, longest: int = LONGEST) -> Iterator[str]:
    """Yield `text` in parts of at most `longest` UTF-16 units, cut where a paragraph, line or sentence ends."""
    rest = text.strip()
    while rest:
        head = _head(rest, longest)
        if len(head) < len(rest):
            head = _cut(head)
        yield head.rstrip()
        rest = rest[len(head) :].lstrip()


def _head(text: str, longest: int) -> str:
    units = text.encode("utf-16-le")[: longest * 2]
    return units.decode("utf-16-le", "ignore")


def _cut(head: str) -> str:
    for mark in _BREAKS:
        end = head.rfind(mark)
        if end > len(head) // 2:
            return head[: end + len(mark)]
    return head
