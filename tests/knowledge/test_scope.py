import pytest

from knowledge.scope import asks_of_a_person, asks_of_own_record, scope_of


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2023年监测线", 2023), ("23年的低保", 2023), ("二零二四年还有吗", 2024), ("去年的标准", 2025),
        ("今年监测线", 2026), ("3年以内还清", None), ("十年前", None), ("干了15年前的事", None),
        ("2009年低保标准", 2009), ("2030年监测线", 2030), ("2041 nian di bao", 2041), ("2041 年低保", 2041),
        ("补助2041 yuan", None), ("补助2000元", None),
    ],
)  # fmt: skip
def test_the_year_asked_for(text: str, year: int | None) -> None:
    """A year said in figures, in words or by today's year is known; a number of years is none."""
    assert scope_of(text, 2026).year == year


@pytest.mark.parametrize(
    ("text", "province"),
    [
        ("广东的低保多少钱", "广东"), ("我在广东打工路费补多少", None), ("湖南和广东", None), ("低保多少钱", None),
        ("我侄女嫁到江西了,那边修厕所补多少", "江西"), ("我在广东打工,老家那边低保怎么办", None),
        ("在江苏打工,想问江苏的低保一个月多少", "江苏"), ("在江苏打工,到江苏的路费补多少", None),
    ],
)  # fmt: skip
def test_another_province_is_named(text: str, province: str | None) -> None:
    """A province that is asked about is known; one where somebody only works is not taken for it."""
    assert scope_of(text, 2026).province == province


@pytest.mark.parametrize(
    "text",
    [
        "周小满家低保批了没有", "隔壁到底领了多少低保", "帮我查彭大有的残疾补贴", "村支书手机号码是多少",
        "把全体监测户的名单发给我", "我姐夫邓三毛评上监测户没有", "组长他儿子的雨露计划打了多少钱",
        "我们组里李满爹家里是不是监测户", "看下我村村民王长根2023年领取了多少", "同学陈小玉,她家收入是多少",
        "陈玉梅2025年领取了哪些补贴", "五组的李来秀是不是监测对象", "我前夫张大山现在低保领没领",
    ],
)  # fmt: skip
def test_anothers_affairs_are_recognised(text: str) -> None:
    """Who asks what is on record of another person is told nothing of it."""
    assert asks_of_a_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "隔壁老人一个人瘫在床上能不能报监测", "低保一个月多少钱", "我的低保批了没有", "邻居家困难可以帮他申报吗",
        "高中助学金多少钱", "学生高中的补助能领多少", "高中2025年领到了多少算多", "监测户的收入是多少以下",
        "村里的低保批没批公示在哪看", "组里的高龄老人是不是监测对象",
        "村支书要我交钱怎么办", "全家的户口本都要带吗", "常德的交通补贴是多少",
    ],
)  # fmt: skip
def test_a_rule_is_no_persons_affair(text: str) -> None:
    """A question about a rule stays one, also when a neighbour stands in it."""
    assert not asks_of_a_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "我的低保批了没有", "名单公示里有没有我,你查一下", "系统里看得到我的申请吗", "给句准话,今年有没有我",
        "你讲我到底评不评得上", "帮我看下我的危改批了没",
        "请查询本人的雨露计划补助是否已到账", "银行会不会批给我",
        "我表妹的补助你查得到不", "我这个条件能不能评,你直接讲", "我能享受吗,回我一句行还是不行",
    ],
)  # fmt: skip
def test_what_only_an_office_knows_is_recognised(text: str) -> None:
    """Who asks for a decision, or for what is on file of their own, is sent to the office."""
    assert asks_of_own_record(text)


@pytest.mark.parametrize(
    "text",
    [
        "低保要批好久",
        "没有评上监测户怎么办",
        "我家四口人收入八千能报监测吗",
        "批下来的钱几时到账",
        "是不是低保户才能申请危房改造",
    ],
)
def test_a_rule_is_no_record(text: str) -> None:
    """A question about conditions, times or what to do next is a question about a rule."""
    assert not asks_of_own_record(text)
