"""A wish for training: what to learn, where one lives, and a yes; each answer is kept before the next question."""

import re
from collections.abc import Callable, Mapping

from actions.after import ERASURE
from actions.heard import Heard
from actions.replies import Button, Outcome, Reply, Status
from actions.report.hearing import is_question, is_silence, wants_to_stop, yes_or_no
from actions.voice import Voice
from intake.desk import IntakeDesk
from intake.households import township_key, village_key
from intake.wishes import subject_of
from language.risk import assess

# The questions: what to learn, where the person lives, the same once more, is it right; may it be erased.
WHAT, WHERE, WHERE_AGAIN, SURE, ERASE = "wish:what", "wish:where:", "wish:where2:", "wish:sure:", "wish:erase"
_OF_TRAINING = re.compile(r"培训|想学|意愿")
_ANSWERS = frozenset({"inform", "nlu_fallback", "ask_policy", "out_of_scope", "report_risk", "affirm", "deny", "stop"})
_LEARN_HOW = re.compile(r"学(?:习|一下|点)?(?:怎么|如何|怎样|什么)")  # 「想学怎么养蜂」 tells, it does not ask
_LONGEST = 60  # characters: more than an answer to a short question


class TrainingWishes:
    """Leads through the two questions; each method may raise IntakeBusy."""

    def __init__(self, desk: IntakeDesk, voice: Voice) -> None:
        self._wishes, self._voice = desk.wishes, voice
        self._steps: Mapping[str, Callable[[Heard, int], Outcome | None]] = {
            WHAT: self._what, WHERE: self._where, WHERE_AGAIN: self._where, SURE: self._sure, ERASE: self._erase,
        }  # fmt: skip

    def start(self, heard: Heard) -> Outcome:
        """Ask what somebody would like to learn."""
        return self._asked("wish.what", WHAT)

    def within_report(self, heard: Heard) -> Outcome:
        """Put the wish off until the report is done."""
        return Outcome((Reply(self._voice("wish.later"), Status.SMALLTALK),))

    def own_data(self, heard: Heard) -> Outcome | None:
        """Tell what this conversation wished for, or ask whether it may be erased; None without a wish."""
        subjects = self._wishes.own(heard.conversation)
        if not subjects:
            return None
        if not ERASURE.search(heard.typed):
            return self._said("wish.own", subjects="、".join(subjects))
        buttons = (Button(self._voice("button.erase"), "/affirm"), Button(self._voice("button.keep_data"), "/deny"))
        return self._asked("wish.erase_ask", ERASE, buttons, subjects="、".join(subjects))

    def own_data_of_training(self, heard: Heard) -> Outcome | None:
        """Return the same where the message speaks of training and is no answer to this; a report is another matter."""
        answers = heard.slot("pending") == ERASE
        return self.own_data(heard) if _OF_TRAINING.search(heard.typed) and not answers else None

    def pending(self, heard: Heard) -> Outcome | None:
        """Return what becomes of an answer to a question asked here, or None when it is none."""
        pending = str(heard.slot("pending") or "")
        step = next((name for name in self._steps if pending.startswith(name)), None)
        if step is None or (heard.intent not in _ANSWERS and step != ERASE):
            return None
        number = pending.removeprefix(step)
        return self._steps[step](heard, int(number) if number.isdecimal() else 0)

    def _what(self, heard: Heard, _: int) -> Outcome | None:
        if self._stops(heard):
            return self._said("wish.dropped")
        subject = subject_of(heard.typed) if _answers(heard) else ""
        if not subject:
            return None
        wish = self._wishes.begin(heard.conversation, heard.channel, heard.typed)
        return self._asked("wish.where", f"{WHERE}{wish}", subject=subject)

    def _where(self, heard: Heard, wish: int) -> Outcome | None:
        if self._stops(heard):
            self._wishes.drop(wish, heard.conversation)
            return self._said("wish.dropped")
        if not _answers(heard):
            return None
        place = heard.typed
        known = township_key(place) or village_key(place)
        if not known and not str(heard.slot("pending")).startswith(WHERE_AGAIN):
            return self._asked("wish.where_again", f"{WHERE_AGAIN}{wish}")
        subject = self._wishes.locate(wish, heard.conversation, place)
        if subject is None:
            return self._said("wish.gone")
        buttons = (Button(self._voice("button.wish_yes"), "/affirm"), Button(self._voice("button.wish_no"), "/deny"))
        return self._asked("wish.sure", f"{SURE}{wish}", buttons, subject=subject, place=place)

    def _sure(self, heard: Heard, wish: int) -> Outcome | None:
        agreed = {"affirm": True, "deny": False, "stop": False}.get(heard.intent, yes_or_no(heard.typed))
        if agreed is None:
            return None
        if not agreed:
            self._wishes.drop(wish, heard.conversation)
            return self._said("wish.dropped")
        return self._said("wish.kept" if self._wishes.confirm(wish, heard.conversation) else "wish.gone")

    def _erase(self, heard: Heard, _: int) -> Outcome | None:
        agreed = {"affirm": True, "deny": False, "stop": False}.get(heard.intent, yes_or_no(heard.typed))
        if agreed is None and ERASURE.search(heard.typed):
            agreed = True  # 「删掉」 answers 「要删掉吗」
        if agreed is None:
            return None
        if agreed:
            self._wishes.forget(heard.conversation)
        return self._said("wish.erased" if agreed else "after.left")

    def _stops(self, heard: Heard) -> bool:
        return heard.intent in ("stop", "deny") or (bool(heard.typed) and wants_to_stop(heard.typed))

    def _asked(self, name: str, pending: str, buttons: tuple[Button, ...] = (), **fields: object) -> Outcome:
        reply = Reply(self._voice(name, **fields), Status.SMALLTALK, buttons)
        return Outcome((reply,), {"pending": pending})

    def _said(self, name: str, **fields: object) -> Outcome:
        return Outcome((Reply(self._voice(name, **fields), Status.SMALLTALK),))


def _answers(heard: Heard) -> bool:
    """Tell whether a typed message answers a short question, and is no question or trouble of its own."""
    text = heard.typed
    if not text or len(text) > _LONGEST or is_silence(text) or assess(text).is_hardship or assess(text).crisis:
        return False
    return not is_question(_LEARN_HOW.sub("学", text))
