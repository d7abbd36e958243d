"""Names of persons in text: introduced by who bears them, and hidden."""

import re

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛"
    "闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤尚温阳康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尤符舒阮柯纪梅童凌毕单季裴霍"
    "成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾匡瞿银米卜奉粟麻隆仇邝欧旷佘卿言"
    "佟柏窦奚郎费廉岑邬乐傅皮卞穆伏谈茅项闵席娄刁樊虞昝裘缪宗宣贲郁杭洪诸钮吉沙敖晏巢荆骞丛盖"
)
NAME = rf"(?:欧阳|司马|上官|诸葛|皇甫|尉迟|[{_SURNAMES}])[\u4e00-\u9fff]{{1,2}}"
_AFTER_NAME = r"(?=$|[\s,。.、;!:()]|家住|住|家在|家里|今年|电话|手机|男|女|户|身份证|是我?们?|在|我)"
_SAID_NAME = re.compile(
    r"(?:我叫|我的名字[是叫]?|名字[是叫]?|姓名[是:]?|户主[是叫]?|本人(?!家)|人?名叫|[他她]叫|叫做?|(?:应该|改)[是成为叫]+)[\s:]*"
    rf"({NAME}?{_AFTER_NAME}|{NAME})|我是\s*({NAME}?{_AFTER_NAME})"
)


def find_said_name(text: str) -> str | None:
    """Return a name that `text` (normalized) introduces (我叫王大明), or None."""
    match = _SAID_NAME.search(text)
    name = (match[1] or match[2]) if match else None
    return None if name and name[-1] in "省市县镇乡村" else name


def hide_names(text: str) -> str:
    """Return `text` with every name that it introduces hidden, wherever it stands."""
    for name in {match[1] or match[2] for match in _SAID_NAME.finditer(text)}:
        text = text.replace(name, "〔姓名〕")
    return text
