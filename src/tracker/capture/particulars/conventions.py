"""The letters that the conventions of Chinese documents are written with, in one form."""

import re

INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
"""What pages are strewn with, and no reader ever saw: left out of a text that is kept. Nothing else of it changes."""
# Not NFKC, which makes several characters of one: a place in the plain text has to be the place in what was written.
_FULL_WIDTH = {0xFF01 + i: 0x21 + i for i in range(0x5E)}
_BRACKETS = {0xFE5D: "〔", 0xFE5E: "〕", ord("〖"): "【", ord("〗"): "】"}
_PAIRS = (
    "號号關关國国務务發发佈布於于徵征見见華华報报來来數数門门聯联據据員员會会準准錄录條条單单選选認认編编輯辑記记時时間间訊讯"
    "採采該该辦办廳厅廠厂實实業业經经濟济產产資资開开網网電电視视臺台廣广東东財财稅税總总機机構构標标題题類类檔档聞闻讀读擊击"
    "審审責责點点處处書书聲声議议獲获達达億亿萬万兩两個个項项種种較较減减增增餘余為为與与將将從从這这圖图擬拟試试暫暂訂订後后"
    "製制計计規规劃划綱纲細细則则決决頒颁閱阅載载轉转農农貿贸運运衛卫銀银監监檢检協协團团學学組组態态環环護护應应營营設设縣县"
    "區区級级傳传週周誌志專专釋释屬属佈布現现撤撤銷销續续執执進进聽听參参確确僅仅約约餘余歲岁噸吨輛辆戶户"
)
_TRADITIONAL = {ord(_PAIRS[i]): _PAIRS[i + 1] for i in range(0, len(_PAIRS), 2)}
_PLAIN = _FULL_WIDTH | _BRACKETS | _TRADITIONAL


def plain(text: str) -> str:
    """The text in half-width letters, and with the Simplified hanzi of labels, kinds, measures and numbers.

    One letter means one, so that a place in it is the same place in the text as it was written.
    """
    return text.translate(_PLAIN)


def spaced(words: str) -> str:
    """A pattern for any of the words, divided by |, whose letters may stand apart, as in 来　源."""
    return "|".join(r"\s*".join(word) for word in words.split("|"))
