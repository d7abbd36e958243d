"""The edge to Rasa: actions of ours as functions of rasa_sdk, and no exception that ends in silence."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

import structlog

from actions.heard import FORM, Heard, TrackerLike, listen
from actions.replies import Loop, Outcome, Reply, Status
from actions.voice import Voice
from intake.errors import IntakeBusy

Handler = Callable[[Heard], Outcome]
Event = dict[str, Any]
RasaAction = Callable[["Dispatcher", TrackerLike, dict[str, Any]], Awaitable[list[Event]]]
_ONCE = "pending"  # what was asked to be confirmed holds for one message only
_LISTEN = {"event": "followup", "name": "action_listen"}

log = structlog.get_logger("actions")


class Dispatcher(Protocol):
    """The part of rasa_sdk's CollectingDispatcher that is used here."""

    def utter_message(self, *, json_message: dict[str, Any]) -> None: ...


class Edge:
    """Makes rasa_sdk actions of handlers."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    def action(self, name: str, handler: Handler) -> RasaAction:
        """Return `handler` as a plain action; when it opens the form, Rasa's form is opened with it."""

        async def run(dispatcher: Dispatcher, tracker: TrackerLike, domain: dict[str, Any]) -> list[Event]:
            heard, outcome = await self._handled(name, handler, tracker)
            _say(dispatcher, outcome)
            events = _slots(heard, outcome)
            if outcome.loop is not Loop.OPEN:
                return [*events, _LISTEN]
            # Without the follow-up Rasa would run the form it finds open at once, and ask twice.
            return [_loop(FORM), *events, _slot("requested_slot", outcome.step), _LISTEN]

        return run

    def form(self, name: str, handler: Handler) -> RasaAction:
        """Return `handler` as the form's validation action, which asks its questions itself."""

        async def run(dispatcher: Dispatcher, tracker: TrackerLike, domain: dict[str, Any]) -> list[Event]:
            heard, outcome = await self._handled(name, handler, tracker)
            _say(dispatcher, outcome)
            events = _slots(heard, outcome)
            # Rasa rejects a form turn that sets no slot besides requested_slot.
            events.append(_slot(_ONCE, outcome.slots.get(_ONCE)))
            failed = outcome.loop is Loop.UNCHANGED
            step = tracker.slots.get("requested_slot") if failed else outcome.step
            if outcome.loop is Loop.CLOSED or not step:
                return [*events, _slot("requested_slot", None), _loop(None)]
            return [*events, _slot("requested_slot", step)]

        return run

    async def _handled(self, name: str, handler: Handler, tracker: TrackerLike) -> tuple[Heard, Outcome]:
        heard = listen(tracker)
        try:
            # Handlers wait for the database; other conversations must not wait with them.
            return heard, await asyncio.to_thread(handler, heard)
        except IntakeBusy:
            log.warning("intake busy", action=name)
            return heard, self._sorry("busy.text")
        except Exception as error:  # noqa: BLE001 - the edge: anything else would end in silence
            # Only the kind of error: its text could hold what the person wrote.
            log.error("action failed", action=name, error=type(error).__name__, where=_where(error))
            return heard, self._sorry("busy.trouble")

    def _sorry(self, name: str) -> Outcome:
        return Outcome((Reply(self._voice(name), Status.DEGRADED),))


def _say(dispatcher: Dispatcher, outcome: Outcome) -> None:
    for reply in outcome.replies:
        dispatcher.utter_message(json_message=reply.as_wire())


def _slots(heard: Heard, outcome: Outcome) -> list[Event]:
    changed = {name: value for name, value in outcome.slots.items() if heard.slot(name) != value}
    if heard.slot(_ONCE) and _ONCE not in changed:
        changed[_ONCE] = None
    return [_slot(name, value) for name, value in changed.items()]


def _slot(name: str, value: Any) -> Event:
    return {"event": "slot", "timestamp": None, "name": name, "value": value}


def _loop(name: str | None) -> Event:
    return {"event": "active_loop", "timestamp": None, "name": name}


def _where(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}" if trace else ""
