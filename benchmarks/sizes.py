"""A knowledge base of any size, made of the real one: each passage again for places that do not exist."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from knowledge.passages import Passage

_NAME = "云溪泉石松柏竹梅兰桂枫柳杉樟槐桑榆桐荷莲菱苇芦荻茅蒲青白赤玄朱碧翠苍沧澜泓涧渚汀洲浦湾岭岗坡坳冲塅坪垄"
_PLACE = "村社区镇"
_ASKED = 2  # ways of asking kept per passage: vectors per passage as large sheets have them


def enlarged(passages: Sequence[Passage], count: int, seed: int = 7) -> list[Passage]:
    """Return `count` passages: the real ones first, then copies that each speak of a place of their own."""
    random = Random(seed)
    made = list(passages[:count])
    while len(made) < count:
        base = passages[len(made) % len(passages)]
        place = "".join(random.choices(_NAME, k=3)) + random.choice(_PLACE)
        asked = random.sample(base.questions, min(_ASKED, len(base.questions)))
        made.append(
            replace(
                base,
                id=f"{base.id}-{len(made)}",
                section=f"{place}{base.section}",
                text=f"{place}\uff1a{base.text}",
                questions=tuple(f"{place}{question}" for question in asked),
            )
        )
    return made
