"""What a name of a person looks like: not enough to say that a value is one, enough not to quote it where none belongs."""

from __future__ import annotations

import re

LATIN_FULL_NAME = "(?:[A-Z][a-z]+|[A-Z][.](?: ?[A-Z][.])*)(?: [A-Z][a-z]*[.]?)* (?:[a-z]+ )?[A-Z][a-z'’-]+"
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方"
    "邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤張劉陳楊黃趙吳孫馬羅鄭謝許韓馮鄧蔣葉蘇呂盧鍾"
)
HAN_NAME = f"[{_SURNAMES}][一-龥]{{1,2}}"
"""A common family name and one or two characters: half of all Chinese names, and some shops."""

_COMPOUND = "欧阳|司马|上官|诸葛|夏侯|皇甫|尉迟|公孙|慕容|司徒|端木|东方|南宫|令狐|歐陽|諸葛|東方"
LONE_NAME = re.compile(f"{HAN_NAME}|(?:{_COMPOUND})[一-龥]{{1,2}}")
"""A Chinese name by itself, or a family name with a form of address (王女士)."""

LATIN_NAME = re.compile(LATIN_FULL_NAME)
