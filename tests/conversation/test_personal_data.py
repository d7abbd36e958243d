"""Personal data told in many conversations is found in plain text nowhere that outlives them."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import httpx
import pytest

from tests.conversation.servers import Chat, Servers

pytestmark = pytest.mark.servers
CONVERSATIONS = int(os.environ.get("CONVERSATIONS", "40"))
_GIVEN = "桂秋满冬春望福喜香莲松柏竹枫桐槐榆椿楠杉"
_WEIGHTS, _CHECK = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"


@dataclass(frozen=True)
class Seeded:
    """One invented person."""

    name: str
    phone: str
    id_number: str
    trouble: str

    @property
    def seeds(self) -> tuple[str, ...]:
        """Return what must be found nowhere."""
        return self.name, self.phone, self.id_number, self.trouble


def people() -> Iterator[Seeded]:
    """Return invented people, no two of them with a name, number or trouble in common."""
    for number in range(CONVERSATIONS):
        name = "昝" + _GIVEN[number // 20 % 20] + _GIVEN[number % 20]
        digits = f"430000197001{number % 28 + 1:02d}{number % 1000:03d}"
        check = _CHECK[sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True)) % 11]
        trouble = f"在第{number + 70000}号矿上压断了腿"
        yield Seeded(name, f"1380{number + 7000000:07d}", digits + check, trouble)


def _talk(servers: Servers, person: Seeded, number: int) -> Chat:
    """Tell everything, in one of several ways: to the end, broken off, complained of, asked about, over-long."""
    chat = Chat(servers, f"personal-{uuid4().hex}")
    told = f"我叫{person.name}，身份证{person.id_number}，电话{person.phone}"
    chat.say(f"{told}，我男人{person.trouble}，没得钱治")
    if number % 5 == 0:
        return chat.say("同意").say("示范县白水镇枫树村五组").say("对").say("对")
    if number % 5 == 1:
        return chat.say("同意").say("算了，不报了").say(f"{told}，养老金怎么退")
    if number % 5 == 2:
        return chat.say(f"{told}，村里{person.name}家的低保批了没")
    if number % 5 == 3:
        return chat.say("算了").say(f"我要投诉，村干部收了我{person.name}的钱，打我电话{person.phone}")
    return chat.say("不同意").say(f"{person.name} {person.phone}").say(f"{told}，公积金怎么取")


def test_personal_data_is_in_encrypted_columns_only(servers: Servers) -> None:
    """Neither database, logs, metrics nor error texts hold a name, number or story that somebody told."""
    seeded = list(people())
    for number, person in enumerate(seeded):
        _talk(servers, person, number)
    answers = [_refusal(servers, person) for person in seeded[:3]]
    answers.append(httpx.get(servers.url("bot") + "/metrics").text)
    kept = {str(path): path.read_bytes() for path in servers.folder.rglob("*") if path.is_file()}
    kept |= {f"answer {number}": text.encode() for number, text in enumerate(answers)}
    assert len([name for name in kept if name.endswith(".log")]) == 4
    found = {(name, seed) for name, content in kept.items() for seed in _seeds(seeded) if seed in content}
    assert found == set()


def _seeds(seeded: list[Seeded]) -> Iterator[bytes]:
    for person in seeded:
        for seed in person.seeds:
            yield seed.encode()
            yield json.dumps(seed)[1:-1].encode()  # as JSON writes it


def _refusal(servers: Servers, person: Seeded) -> str:
    text = f"{person.name}{person.phone}" * 3000
    return httpx.post(servers.url("bot") + "/api/chat", json={"session": person.phone, "text": text}, timeout=10.0).text
