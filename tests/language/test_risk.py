import pytest

from language.risk import assess


@pytest.mark.parametrize(
    ("story", "kind"),
    [
        ("屋里男人得了癌症,借了十几万,两个细伢子读书冇钱交学费", "disease"),
        ("隔壁老人家八十岁一个人冇人管", "elderly_alone"),
        ("养的猪全部发瘟死光了", "crop_loss"),
        ("我屋里垮哒半边墙", "housing"),
        ("厂子倒闭了,老板跑了", "job_loss"),
        ("井干了,几个月没水吃", "water"),
        ("崽出车祸断了腿", "accident"),
        ("屋裡老母癱在床上", "disease"),
    ],
)
def test_trouble_is_heard(story: str, kind: str) -> None:
    """A story of trouble is a hardship of its kind, also when nobody asks for anything."""
    risk = assess(story)
    assert risk.is_hardship
    assert kind in risk.kinds
    assert risk.evidence


@pytest.mark.parametrize(
    "question",
    [
        "得了癌症能不能报监测户", "低保户大病报销几多", "监测户收入线是好多", "我崽读中专,雨露计划一年有好多钱",
        "明天天气怎么样", "危房改造要什么条件", "残疾证到哪里办", "",
    ],
)  # fmt: skip
def test_a_question_is_no_trouble(question: str) -> None:
    """A question about a rule is no report, even with the words of trouble in it."""
    assert not assess(question).is_hardship


@pytest.mark.parametrize(
    ("cry", "kind"),
    [
        ("活着冇味,想喝农药", "self_harm"),
        ("水冲进屋里哒快来人", "disaster"),
        ("他又在打我", "violence"),
        ("崽不见哒一上午冇看到", "missing_child"),
        ("妹子昨天夜里吵架跑出去,到现在冇回屋", "missing_child"),
        ("他们扣了我崽手机身份证,不准出门,逼他搞诈骗", "violence"),
        ("他把我娘推到坎下,讲哪个喊医生就打死哪个", "violence"),
        ("低保也没有,不想活了", "self_harm"),
        ("请问农药人喝了会不会很痛,要多久", "self_harm"),
        ("我吃下去多少片安眠药就醒不来了", "self_harm"),
        ("护照给他们扣了,业绩不够就用电棍", "violence"),
        ("大伯每次晚上摸到我床上", "violence"),
        ("带孙子逛集,一转身人就没看见了", "missing_child"),
        ("路边纸箱里有个女婴,脐带还在", "missing_child"),
        ("渡船翻了,水里还有人", "disaster"),
        ("爷爷嘴巴歪了,话讲不清", "medical"),
        ("孙子吃汤圆噎住了", "medical"),
        ("我爹突然倒在地上，叫不醒", "medical"),
        ("隔壁细伢子掉塘里哒", "medical"),
    ],
)
def test_a_crisis_is_now(cry: str, kind: str) -> None:
    """A crisis is named and urgent; a wish to die is heard beside any question."""
    risk = assess(cry)
    assert (risk.crisis, risk.urgency, risk.score) == (kind, "now", 1.0)
