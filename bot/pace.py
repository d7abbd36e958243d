"""How fast a person may write, and what is never held back: a self-report, a cry for help, a wish for a person."""

import re
from collections import OrderedDict
from collections.abc import Sequence

from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from bot.ledger import Arrival
from bot.messages import Reply
from language.normalize import normalize
from language.risk import assess

_REMEMBERED = 10_000
_HUMAN = re.compile("人工|真人|活人|工作人员|找个?人|换个?人|叫个?人|打电话|电话|投诉|举报|救命")


class Pace:
    """Counts messages per conversation and per network address, in memory."""

    def __init__(self, per_conversation: str, per_origin: str) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._per_conversation = _items(per_conversation)
        self._per_origin = _items(per_origin)
        self._in_form: OrderedDict[str, None] = OrderedDict()

    def allows(self, arrival: Arrival) -> bool:
        """Count the message unless it is of the kind that always passes, and tell whether it may go on."""
        if arrival.conversation in self._in_form or is_urgent(arrival):
            return True
        if arrival.origin and not self._hit(self._per_origin, f"origin {arrival.origin}"):
            return False
        return self._hit(self._per_conversation, arrival.conversation)

    def answered(self, conversation: str, replies: Sequence[Reply]) -> None:
        """Remember whether the dialogue now waits for an answer of the self-report."""
        self._in_form.pop(conversation, None)
        if any(reply.meta.get("field") for reply in replies):
            self._in_form[conversation] = None
        if len(self._in_form) > _REMEMBERED:
            self._in_form.popitem(last=False)

    def _hit(self, items: Sequence[RateLimitItem], key: str) -> bool:
        # Every limit is counted, also behind one that is already reached.
        passed = [self._limiter.hit(item, key) for item in items]
        return all(passed)


def is_urgent(arrival: Arrival) -> bool:
    """Tell whether the message asks for a person or tells of hardship."""
    if arrival.payload is not None:
        return arrival.payload.startswith("/ask_human")
    text = arrival.text or ""
    return bool(_HUMAN.search(normalize(text))) or assess(text).is_hardship


def _items(rate: str) -> list[RateLimitItem]:
    return parse_many(rate) if rate else []
