"""Turns in a conversation."""

import asyncio

import pytest

from bot.turns import Turns

pytestmark = pytest.mark.anyio


async def test_first_come_first_served() -> None:
    """Those who wait go on in the order they came."""
    turns, order = Turns(), []

    async def one(number: int) -> None:
        async with turns.take("a", 5):
            await asyncio.sleep(0)
            order.append(number)

    await asyncio.gather(*(one(number) for number in range(20)))
    assert order == list(range(20))


async def test_waiting_ends() -> None:
    """A turn that does not come in time is given up, and the conversation goes on."""
    turns = Turns()
    async with turns.take("a", 5):
        with pytest.raises(TimeoutError):
            async with turns.take("a", 0.01):
                pytest.fail("two at once")
    async with turns.take("a", 0.01):
        pass


async def test_forgets_idle_conversations() -> None:
    """Nothing is kept of a conversation nobody waits in."""
    turns = Turns()
    for number in range(100):
        async with turns.take(str(number), 1):
            pass
    assert turns.waiting == 0
