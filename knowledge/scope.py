"""The year and the place a question speaks of, and whether it is after another person's affairs."""

import re
from dataclasses import dataclass

from language.numerals import chinese_number

HOME = "湖南"
_PROVINCE = re.compile("|".join((
    "北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 广东 海南 四川 "
    "贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门"
).split()))  # fmt: skip
# Where people work or send their children to school is not where they ask about.
_AWAY = re.compile(r"(在|去|到|从|往|嫁到)(了)?$")
# 「嫁到贵州哒,那边……」 asks about there all the same.
_THERE = re.compile(r"^[^。？?]{0,6}(?<!老家)(?<!家里)(?<!我们)(那边|那头|那里|当地)")
_HOME_THERE = re.compile(r"(户口|户籍|老家|家)(是)?(在|是)$")
_YEAR = re.compile(r"(?<!\d)(20[12]\d(?!\d)|(?:19[5-9]|20[0-9])\d(?= ?(?:年|nian)))")
_SHORT_YEAR = re.compile(r"(?<!\d)(1\d|2\d)年(?!前|后|内|以|期)")
_CHINESE_YEAR = re.compile(r"二[零〇][零〇一二三四五六七八九]{2}(?=年)")
_RELATIVE = {"今年": 0, "去年": -1, "明年": 1, "前年": -2, "后年": 2}
_SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范傅钟卢汪戴崔"
    "任陆廖姚方邱夏谭韦贾邹石熊孟秦阎薛侯雷龙段郝孔邵史毛万顾赖武贺严尹钱施洪龚欧阳"
)
_OFFICIALS = "村主任|村支书|支书|书记|主任|组长|队长|村长|会计"
_SOMEONE = re.compile(
    rf"(隔壁|邻居|对门|别人|人家|某某|老[{_SURNAMES}])|({_OFFICIALS})(他|她|的|家|儿|女|老|一家|手机|电话)"
    rf"|(?<![\u4e00-\u9fff])[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}(的|家|他|她|到底|是不是|一个月|今年|去年|领|拿|评)"
    rf"|(?<![\u4e00-\u9fff])(?!高[中职考校])[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}(?=20\d\d年(领|拿|得|享受|评)[^,，。]{{0,2}}[了过到])"
    rf"|(查|看|我们村|村里|我们组|组里|[组村屯湾队]的|哥|姐|姐夫|弟|妹|叔|伯|舅|姑|姨|婶|嫂|前妻|前夫|亲家|同事|工友)[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}"
    r"(的|家|他|她|到底|是不是|一个月|今年|去年|现在|领|拿|评|有没有)"
    rf"|(村民|学生|贫困生|同学|户主|农户|党员)(?!高[中职考一二三]|方案|任何)[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}(?=[,，的家他她今去前在领拿]|\d)"
    r"|全体|所有人的|尾号|哪些人家|哪几户"
)
_RECORD = re.compile(
    r"是不是(低保|监测|贫困|脱贫|五保|特困|困难)(户|对象)|领没领|拿没拿|批没批|评没评|纳没纳入|"
    rf"查(一下|查|下)?[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}的|"
    r"(领取?|拿|发|打|批|得|分)(了|到|过|的)?(是)?(多少|几|哪)|收入(是|有)?多少|(批|评|发|打|领|办|到|纳入|打款)(下来|得上|上|了|到|过)[^,。]{0,5}(没有|没|吗)"
    r"|哪一?档|逾期|卡号|账号|(手机|电话)号|身份证|名单|记录|(是谁|哪个|谁)(批|定|给|评)|怎么评得上|凭什么评|多少(分红|低保|补贴|补助)"
)

# What only an office's files can tell: whether one's own application went through, whether one stands on a list.
_OWN_RECORD = re.compile(
    r"(我|本人)的?(申请|贷款|小额贷款|小额信贷|低保|名额|危改|监测|补贴|材料|表)[^,。，]{0,6}(批|过|审|放款)(了|下来|到|过)?(没|冇)(有|得|过)?"
    r"|(有没有|有冇有|有没得|冇得|上头有)(我|我的|我家|我屋里)(的)?(名字)?[,，。?？]?(你|吧|帮|查|$)"
    r"|(系统|后台|电脑|你那里|你那边)[^,。，]{0,4}(看|查)[^,。，]{0,6}(我|得到)|(帮我|给我)?(看|查)(一)?(下|查)我[^,。，]{0,8}(批|过|评|审)"
    r"|(给|告诉|说)(我)?(一)?(句|个)(准话|准信|实话|痛快话)|到底(给不给我|评不评得上|批不批)"
    r"|(查询?|看看?)(一下)?(我|本人)的?[^,。，]{0,12}(到账|批准|通过|审核|发放)|会不会(批|贷|发|补|给)给?我"
    r"|你(们)?(那里|那边)?(帮我)?查得到(不|吗|么|没)|我[^。？?]{0,20}能不能[^。？?]{0,10}(直接|干脆|爽快)(点)?(说|讲|告诉|回)"
    r"|(说|讲|回)[^。？?]{0,4}(能还是不能|行还是不行|有还是没有|给还是不给)"
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What the question names: `year` as said (None: not said), `province` other than ours (None: none).

    `in_figures` tells that the year stands there itself, not as 今年 or 去年.
    """

    year: int | None
    province: str | None
    in_figures: bool = False


def scope_of(text: str, this_year: int) -> Scope:
    """Return year and foreign province named in `text` (plain)."""
    figures = _year_in_figures(text)
    said = next((this_year + shift for word, shift in _RELATIVE.items() if word in text), None)
    return Scope(figures or said, _province(text), figures is not None)


def asks_of_a_person(text: str) -> bool:
    """Tell whether `text` (plain) wants to know what is on record of another person."""
    return bool(_SOMEONE.search(text)) and bool(_RECORD.search(text))


def asks_of_own_record(text: str) -> bool:
    """Tell whether `text` (plain) wants a decision, or to know what an office has on file of the asker."""
    return bool(_OWN_RECORD.search(text))


def _year_in_figures(text: str) -> int | None:
    if match := _YEAR.search(text):
        return int(match[1])
    if match := _CHINESE_YEAR.search(text):
        return chinese_number(match.group())
    if match := _SHORT_YEAR.search(text):
        return 2000 + int(match[1])
    return None


def _province(text: str) -> str | None:
    if HOME in text:
        return None
    for named in _PROVINCE.finditer(text):
        before, after = text[: named.start()], text[named.end() :]
        if _THERE.search(after) or _HOME_THERE.search(before) or not _AWAY.search(before):
            return named.group()
    return None
