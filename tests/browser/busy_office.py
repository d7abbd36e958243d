"""An office after four weeks of work: cases in every state, messages, campaigns, wishes, tickets, for pages to show."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from intake.campaigns import CampaignKind, CheckIn, NewCampaign
from intake.casework import MoveRequest
from intake.desk import IntakeDesk
from intake.domain import Channel, Move, Needed, RiskKind, Role, TicketKind, Urgency, Who
from intake.reports import Person
from intake.rulebook import RuleName
from intake.tickets import NewTicket
from intake.totp import code_at, step_of
from tests.console.office import ADMIN, COUNTY, EDITOR, OWN_PASSWORD, Office
from tests.intake.sample_files import JPEG, PDF

TOWNSHIP, AUDITOR = "刘乡长", "审计老吴"
PHONE_LOST = "两步小孙"  # signs in with a code too
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
_FIRST_DAY = NOW - timedelta(days=28)
_PROCEDURE = (Move.TAKE, Move.VISIT, Move.REVIEW, Move.TO_TOWNSHIP, Move.TO_COUNTY, Move.INCLUDE)
_EACH_STEP = 3.0  # days
_TALE = (
    "我屋里男人上个月查出来胃癌，在省城住院花了八万多，医保报了一部分，还欠亲戚六万块。两个细伢子在读书，"
    "我自己在屋里种了三亩水田，今年又遭了旱，实在是周转不开了，想问下政府能不能帮一把。"
)


@dataclass(frozen=True, slots=True)
class Story:
    """A household's matter: filed so many days after the first day, then moved on every few days."""

    name: str
    day: float
    person: Person
    kinds: tuple[RiskKind, ...]
    moves: tuple[Move, ...] = ()
    story: str = _TALE
    urgency: Urgency = Urgency.NORMAL
    who: Who = Who.SELF
    channel: Channel = Channel.WEB


def _person(name: str, village: str, tail: int, size: int = 4) -> Person:
    return Person(name, f"华容县{village}", f"139{tail:08}", size)


_STORIES = (
    Story("included", 0, _person("王建国", "东山镇天星村3组", 1), (RiskKind.DISEASE, RiskKind.DEBT), _PROCEDURE),
    Story(
        "declined",
        1,
        _person("李秀英", "三封寺镇松木桥村", 2),
        (RiskKind.JOB_LOSS,),
        (*_PROCEDURE[:-1], Move.DECLINE),
        "厂里停了工，两口子都没了收入。",
    ),
    Story(
        "appeal",
        2,
        _person("赵四清", "东山镇五星村", 3),
        (RiskKind.DEBT,),
        (*_PROCEDURE[:-1], Move.DECLINE, Move.APPEAL),
    ),
    Story("decision", 4, _person("钱满仓", "三封寺镇桃源村", 4), (RiskKind.CROP_LOSS,), _PROCEDURE[:-1]),
    Story("township", 8, _person("孙桂香", "东山镇天星村", 5, 2), (RiskKind.ELDERLY_ALONE,), _PROCEDURE[:4]),
    Story("review", 12, _person("周长生", "青山镇红旗村", 6), (RiskKind.HOUSING, RiskKind.WATER), _PROCEDURE[:3]),
    Story(
        "visit", 3, _person("吴桂花", "青山镇光明村", 7), (RiskKind.DISABILITY, RiskKind.CHILD_ALONE), _PROCEDURE[:2]
    ),
    Story("more", 15, _person("郑铁柱", "东山镇五星村", 8), (RiskKind.EDUCATION,), (Move.TAKE, Move.ASK_MORE)),
    Story(
        "green",
        24,
        _person("冯大妹", "三封寺镇松木桥村12组", 9, 6),
        (RiskKind.DISASTER, RiskKind.HOUSING),
        (Move.TAKE, Move.GREEN_CHANNEL),
        "昨夜起火，三间屋烧光了，人没事，被子衣服全没了，今晚没地方住！",
        Urgency.NOW,
    ),
    Story(
        "referred", 9, _person("陈小满", "青山镇红旗村", 10), (RiskKind.OTHER,), (Move.TAKE, Move.REFER), "想办残疾证。"
    ),
    Story(
        "withdrawn",
        10,
        _person("褚老三", "东山镇天星村", 11),
        (RiskKind.WATER,),
        (Move.WITHDRAW,),
        "井水浑，现在好了。",
    ),
    Story(
        "new",
        27.5,
        _person("卫红梅", "东山镇天星村", 12, 5),
        (RiskKind.DISEASE, RiskKind.EDUCATION, RiskKind.DEBT),
        urgency=Urgency.SOON,
    ),
    Story("same", 27.8, _person("卫红梅", "东山镇天星村8组", 13, 5), (RiskKind.DISEASE,), who=Who.NEIGHBOUR),
    Story("telegram", 27.2, _person("蒋开华", "青山镇光明村", 14), (RiskKind.ACCIDENT,), channel=Channel.TELEGRAM),
)
# What fills the list to more than a page.
_MORE_NAMES = "沈 韩 杨 朱 秦 尤 许 何 吕 施 张 孔 曹 严"
_MORE = tuple(
    Story(
        f"more-{at}",
        13 + at,
        _person(f"{name}家旺", f"{('东山镇天星村', '三封寺镇桃源村', '青山镇红旗村')[at % 3]}{at + 1}组", 20 + at),
        (tuple(RiskKind)[at % 13],),
        (Move.TAKE,) if at % 2 else (),
        urgency=tuple(Urgency)[at % 3 // 2],
    )
    for at, name in enumerate(_MORE_NAMES.split())
)


@dataclass
class Busy:
    """The office, the cases by their stories' names, and the campaigns that are made, running and closed."""

    office: Office
    cases: dict[str, str] = field(default_factory=dict)
    campaigns: dict[str, int] = field(default_factory=dict)


def busy(office: Office) -> Busy:
    """Let four weeks pass in `office`; its clock stands at NOW afterwards."""
    found = Busy(office)
    _hire(office)
    staff = {one.name: one.id for one in office.desk.staff.members()}
    acts = [act for story in (*_STORIES, *_MORE) for act in _life(found, story, staff[COUNTY])]
    for day, act in sorted(acts, key=lambda one: one[0]):
        office.clock.now = _FIRST_DAY + timedelta(days=day)
        act()
    office.clock.now = NOW
    _letters(office.desk)
    _campaigns(found, staff[COUNTY])
    _around(found, staff[COUNTY])
    _second_factor(office, staff[PHONE_LOST])
    office.desk.escalate()
    return found


def _hire(office: Office) -> None:
    office.clock.now = _FIRST_DAY - timedelta(days=3)
    hired = {TOWNSHIP: Role.TOWNSHIP, AUDITOR: Role.AUDITOR, EDITOR: Role.EDITOR, ADMIN: Role.ADMIN}
    for name, role in {**hired, PHONE_LOST: Role.COUNTY}.items():
        password = office.desk.staff.add(name, role, "华容县东山镇" if role is Role.TOWNSHIP else "华容县")
        member = next(one for one in office.desk.staff.members() if one.name == name)
        office.desk.staff.change_password(member.id, password, OWN_PASSWORD)


def _life(found: Busy, story: Story, staff: int) -> Iterator[tuple[float, Callable[[], None]]]:
    yield story.day, lambda: _file(found, story)
    for at, move in enumerate(story.moves, start=1):
        yield story.day + at * _EACH_STEP, lambda move=move: _make(found, story, move, staff)  # type: ignore[misc]


def _file(found: Busy, story: Story) -> None:
    told = {"person": story.person, "conversation": f"web-{story.name}", "risk_kinds": story.kinds}
    told |= {"story": story.story, "urgency": story.urgency, "who": story.who, "channel": story.channel}
    receipt = found.office.file(story.name, **told, consent_at=found.office.clock.now)
    found.cases[story.name] = receipt.case_number


def _make(found: Busy, story: Story, move: Move, staff: int) -> None:
    today = found.office.clock.now.date()
    told = {
        Move.REVIEW: {
            Needed.VISITED_ON: str(today - timedelta(days=1)),
            Needed.VISITORS: "赵甲、钱乙",
            Needed.LABOUR: "weak",
        },
        Move.TO_TOWNSHIP: {
            Needed.NOTICE_FROM: str(today - timedelta(days=7)),
            Needed.NOTICE_TO: str(today - timedelta(days=1)),
        },
        Move.INCLUDE: {Needed.HOUSEHOLD_KIND: "sudden"},
        Move.GREEN_CHANNEL: {Needed.HELP: "先送去棉被四床、米两袋，安排在村部住下"},
    }
    note = "收入高于监测线，家里有一辆小货车；可以申请复核。" if move is Move.DECLINE else "请带户口本和收费票据。"
    found.office.desk.make(MoveRequest(found.cases[story.name], move, staff, note, told.get(move, {})))


def _letters(desk: IntakeDesk) -> None:
    """Send most messages, and let some not arrive."""
    for at, letter in enumerate(desk.deliveries.claim(40)):
        if at % 9 == 3:
            desk.deliveries.block(letter)
        elif at % 9 == 5:
            desk.deliveries.fail(letter, "network")
        else:
            desk.deliveries.complete(letter)


def _campaigns(found: Busy, staff: int) -> None:
    book, general = found.office.desk.campaigns, CampaignKind.GENERAL
    days = (date(2026, 10, 8), date(2026, 12, 25))
    message = "您家（或者您帮着报过的那家）近来都还好吗？遇到难处，按下面的按钮告诉我们，不收任何费用。"
    closed = NewCampaign("二季度集中排查", general, (), "华容县三封寺镇", *days, message)
    running = NewCampaign("四季度集中排查", general, (), "", *days, message)
    risks = (RiskKind.DISASTER, RiskKind.CROP_LOSS, RiskKind.HOUSING)
    made = NewCampaign("旱灾以后的针对性排查", CampaignKind.TARGETED, risks, "", *days, message)
    found.campaigns = {
        name: book.make(new, staff) for name, new in (("closed", closed), ("running", running), ("made", made))
    }
    book.send(found.campaigns["closed"], staff)
    book.close(found.campaigns["closed"], staff)
    book.send(found.campaigns["running"], staff)
    _letters(found.office.desk)
    answers = found.office.desk.campaign_answers
    for name, answer in (("included", CheckIn.FINE), ("new", CheckIn.TROUBLE), ("township", CheckIn.FINE)):
        answers.answer(found.campaigns["running"], f"web-{name}", answer)


def _around(found: Busy, staff: int) -> None:
    """Leave what stands around the cases: files, notes, reveals, tickets, wishes."""
    desk, number = found.office.desk, found.cases["visit"]
    desk.attachments.add(number, staff, "医院收费票据", JPEG * 900)
    desk.attachments.add(number, staff, "残疾证复印件", PDF * 3000)
    desk.handing.note(number, staff, "电话没人接，隔天上门。")
    desk.reveal(number, staff, "联系本人约定入户时间")
    measures = desk.ruling.table(RuleName.MEASURES)["measure"]
    changed = {**measures["small_loan"], "labour": ["able", "weak"], "kinds": ["crop_loss"]}
    desk.ruling.save(RuleName.MEASURES, {"measure": {**measures, "small_loan": changed}}, 0, staff)
    desk.open_ticket(
        NewTicket(TicketKind.COMPLAINT, "web-a", Channel.WEB, "村里办证要收我两百块手续费，这合规矩吗", None)
    )
    desk.open_ticket(
        NewTicket(TicketKind.HUMAN, "tg-b", Channel.TELEGRAM, "想找个人问问，电话里讲不清楚", "13800001111")
    )
    told = (
        ("电工", "东山镇天星村"),
        ("养蜂", "三封寺镇桃源村"),
        ("电工", "青山镇红旗村"),
        ("月嫂护理", "东山镇五星村"),
    )
    for at, (subject, village) in enumerate(told):
        wish = desk.wishes.begin(f"web-w{at}", Channel.WEB, subject)
        desk.wishes.locate(wish, f"web-w{at}", f"华容县{village}，电话1380000123{at}")
        desk.wishes.confirm(wish, f"web-w{at}")


def _second_factor(office: Office, staff: int) -> None:
    factor = office.desk.second_factor
    factor.begin(staff)
    factor.confirm(staff, code_at(str(factor.waiting(staff)), step_of(office.clock.now)))
