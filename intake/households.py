"""Which household a report is about, told by keyed digests of what the reporter said."""

import re
import secrets
from dataclasses import dataclass, replace

from intake.cipher import FieldCipher
from intake.domain import Who
from intake.reports import NewReport, Person
from language.identity import find_id_number, find_phone, mask_name, mask_phone
from language.normalize import normalize
from language.numerals import parse_number

_NOISE = re.compile(r"[\W_]+")
# Province, city and county are left out of the key, since people leave them out. 市 in 沙市镇 and 区 in 幸福小区
# belong to the place's own name; 宁乡市 and 湘乡市 are cities for all their 乡.
_UPPER = re.compile(
    r"^(?:.{2,8}?(?:省|自治区))?"
    r"(?:(?:[宁湘]乡|[^镇乡村街社]{1,8}?)(?:自治州|市|州(?!市)|地区)(?![镇乡村街社]))?"
    r"(?:(?:[宁湘]乡|[^镇乡村街社]{1,8}?)(?:县|市|(?<!小)区)(?![镇乡村街社]))?(?=.)"
)
_GROUP = re.compile(r"第?([0-9一二三四五六七八九十]+)(?:村民)?小?[组队]")
_VILLAGE = re.compile(r"(?:^|镇|乡|街道)([^镇乡]{1,12}?(?:村|社区))")
_TOWN = re.compile(r"^([^镇乡]{1,10}?(?:镇|乡|街道))(?!村)")
_TOWNSHIP = re.compile(r"^.{2,}?(?:镇|乡|街道)(?!村)")


@dataclass(frozen=True, slots=True)
class HouseholdKeys:
    """`main` names the household; `contact` (name and phone) finds it again when its place is told differently.

    `phone`, `id_number` and `village` (name and village) point at households that may be the same.
    """

    main: str
    contact: str | None
    phone: str | None = None
    id_number: str | None = None
    village: str | None = None


def lookup_columns(keys: HouseholdKeys) -> dict[str, str | None]:
    """Return `keys` by the columns of a report's row."""
    return {
        "household_key": keys.main,
        "contact_key": keys.contact,
        "phone_key": keys.phone,
        "id_key": keys.id_number,
        "village_key": keys.village,
    }


def household_keys(report: NewReport, cipher: FieldCipher) -> HouseholdKeys:
    """Return the keys of the household that `report` is about; unknown households each get one of their own."""
    name, place = name_key(report.person.name), place_key(report.person.place)
    phone = find_phone(report.person.phone or "") or _NOISE.sub("", report.person.phone or "")
    id_number = find_id_number(report.person.id_number or "") or find_id_number(report.story)
    village = village_key(report.person.place)
    return HouseholdKeys(
        main=_main(report, cipher, (name, place, phone)),
        contact=cipher.digest("contact", name, phone) if name and phone else None,
        phone=cipher.digest("phone alone", phone) if phone else None,
        id_number=cipher.digest("id", id_number) if id_number else None,
        village=cipher.digest("village", name, village) if name and village else None,
    )


def _main(report: NewReport, cipher: FieldCipher, told: tuple[str, str, str]) -> str:
    name, place, phone = told
    if name and place:
        return cipher.digest("household", name, place)
    if phone and report.who is not Who.SELF and name:
        # A neighbour or cadre leaves the same phone for every household they report.
        return cipher.digest("phone", phone, name)
    if phone:
        return cipher.digest("phone", phone)
    if report.who is Who.SELF:
        return cipher.digest("self", report.conversation)
    return secrets.token_hex(32)


def name_key(name: str | None) -> str:
    """Return a name as it is compared: without spaces and signs."""
    return _NOISE.sub("", normalize(name or ""))


def place_key(place: str | None) -> str:
    """Return a place as it is compared: from the township down, groups in digits (东山镇天星村3组)."""
    plain = _NOISE.sub("", normalize(place or ""))
    plain = plain.replace("村民委员会", "村").replace("村委会", "村")
    return _GROUP.sub(_group, _UPPER.sub("", plain))


def village_key(place: str | None) -> str:
    """Return only the village of a place as it is compared (东山镇天星村3组 → 天星村), "" when none is told."""
    match = _VILLAGE.search(place_key(place))
    return match[1] if match else ""


def township_key(place: str | None) -> str:
    """Return only the township of a place as it is compared (华容县东山镇天星村 → 东山镇), "" when none is told."""
    match = _TOWN.match(place_key(place))
    return match[1] if match else ""


def _group(match: re.Match[str]) -> str:
    return f"{parse_number(match[1]) or match[1]}组"


def shown_place(place: str | None) -> str:
    """Return what a list may show of a place: down to the township, else its first character (天**)."""
    plain = normalize(place or "").replace(" ", "")
    township = _TOWNSHIP.match(plain)
    return township[0] if township else mask_name(plain)[:3]


def merged_person(persons: tuple[Person, ...]) -> Person:
    """Return what is known of a household from several reports; earlier ones in `persons` win."""
    return Person(
        name=next((person.name for person in persons if person.name), None),
        place=next((person.place for person in persons if person.place), None),
        phone=next((person.phone for person in persons if person.phone), None),
        household_size=next((person.household_size for person in persons if person.household_size), None),
        relation=next((person.relation for person in persons if person.relation), None),
        id_number=next((person.id_number for person in persons if person.id_number), None),
    )


def masked(person: Person) -> Person:
    """Return `person` as staff sees it before revealing: name and phone masked, place down to the township."""
    return replace(
        person,
        name=mask_name(person.name) if person.name else None,
        place=shown_place(person.place) if person.place else None,
        phone=mask_phone(person.phone) if person.phone else None,
        id_number=f"{'*' * 14}{person.id_number[-4:]}" if person.id_number else None,
    )
