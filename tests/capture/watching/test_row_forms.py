"""Every usual form of a row with every usual form of a day, in one list or by fives, alone or among furniture."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import product

import pytest

from tracker.capture.watching.listing_pages import read_listing

_TODAY = date(2025, 11, 25)
_COUNT = 20
_DAYS = [_TODAY - timedelta(days=1 + number * 5 // 2) for number in range(_COUNT)]
_SUBJECTS = (
    "零碳工厂建设",
    "中小企业数字化转型城市试点",
    "“三品”行动",
    "5G规模化应用",
    "《规范条件》企业名单（第2批）",
)
_TITLES = [f"关于{_SUBJECTS[number % 5]}有关事项的通知之{'甲乙丙丁'[number // 5]}" for number in range(_COUNT)]
_ROWS = {
    "li": "<li><a href='{url}'>{title}</a>{day}</li>",
    "li, day first": "<li>{day}<a href='{url}'>{title}</a></li>",
    "li, day within": "<li><a href='{url}'>{title}{day}</a></li>",
    "li, day within and first": "<li><a href='{url}'>{day}<h4>{title}</h4></a></li>",
    "li of blocks": "<li><div><h3><a href='{url}'>{title}</a></h3><p>{text}</p></div><div class='r'>{day}</div></li>",
    "li, picture": (
        "<li><a class='pic' href='{url}'><img src='x.jpg'></a><div><a class='bt' href='{url}'>{title}</a>"
        "<p class='zy'>{text}<a href='{url}'>[详细]</a></p>{day}</div></li>"
    ),
    "li, category": "<li><a href='/c/{kind}/'>[公告]</a><a href='{url}'>{title}</a>{day}</li>",
    "li, office": "<li><a href='/c/{kind}/'>工业和信息化部规划司</a> | <a href='{url}'>{title}</a>{day}</li>",
    "div": "<div class='item'><a href='{url}' target='_blank'>{title}</a>{day}</div>",
    "p": "<p><a href='{url}'>{title}</a>{day}</p>",
    "tr": "<tr><td>{number}</td><td><a href='{url}'>{title}</a></td><td>{day}</td></tr>",
    "tr, day first": "<tr><td>{day}</td><td><a href='{url}'>{title}</a></td><td>办公厅</td></tr>",
    "dl": "<dl><dt><a href='{url}'>{title}</a></dt><dd>{day}</dd><dd>{text}</dd></dl>",
    "dt": "<dt><a href='{url}'>{title}</a></dt><dd>{day}</dd>",
    "line": "<a href='{url}'>{title}</a>{day}<br>",
    "line, day first": "{day}<a href='{url}'>{title}</a><br>",
    "card": "<a href='{url}' class='card'><div class='t'>{title}</div><div class='s'>{text}</div><div>{day}</div></a>",
    "table": "<table><tr><td>·</td><td><a href='{url}'>{title}</a></td><td>{day}</td></tr></table>",
    "heading": "<h4><a href='{url}'>{title}</a></h4><div class='info'>{day} 来源：本网</div>",
    "link beside the title": "<div class='one'><h4>{title}</h4><p>{text}</p>{day}<a href='{url}'>查看详情</a></div>",
}
_FORMS: dict[str, Callable[[date], str]] = {
    "iso": lambda day: f"<span>{day}</span>",
    "brackets": lambda day: f"（{day}）",
    "no year": lambda day: f"<i>[{day:%m-%d}]</i>",
    "written": lambda day: f"<em>{day.year}年{day.month}月{day.day}日</em>",
    "day over month": lambda day: f"<b>{day.day:02}</b><em>{day:%Y-%m}</em>",
    "label": lambda day: f"<span>发布时间：{day} 10:2{day.day % 10}</span>",
    "points": lambda day: f"<span>{day:%Y.%m.%d}</span>",
    "day over year": lambda day: f"<small>{day:%m/%d}</small><small>{day.year}</small>",
}
_HOLDERS = {"<li": "<ul>{}</ul>", "<tr": "<table><tbody>{}</tbody></table>", "<dt": "<dl>{}</dl>"}
_HOT = "".join(f"<li><a href='/hot/{number}.html'>热点新闻里的第{number}条标题</a></li>" for number in range(6))
_FURNITURE = f"""<div class='head'><span>2025年11月25日 星期二</span></div>
<ul class='nav'><li><a href='/'>首页</a></li><li><a href='/a/'>信息公开</a></li><li><a href='/b/'>新闻动态</a></li></ul>
<div class='pos'>位置：<a href='/'>首页</a>&gt;<a href='/a/'>通知</a></div>
<div class='w'><div class='l'>%s<div class='pg'><a href='2.html'>2</a><a href='2.html'>下一页</a></div></div>
<div class='side'><h3>热门</h3><ul>{_HOT}</ul></div></div>
<div class='foot'><a href='/m'>网站地图</a><p>版权所有 2025-01-01</p><a href='https://www.gov.cn/'>中国政府网</a></div>"""
_WANTED = [
    (f"https://x.gov.cn/x/{number + 100}.html", title, day.isoformat())
    for number, (title, day) in enumerate(zip(_TITLES, _DAYS, strict=True))
]


def _page(row: str, form: Callable[[date], str], at_once: int, around: str) -> str:
    rows = [
        row.format(
            url=f"/x/{number + 100}.html",
            title=title,
            day=form(day),
            number=number + 1,
            kind=number % 3,
            text=f"{day.month}月{max(day.day - 1, 1)}日，有关负责人介绍，各地正在推进{title[:8]}。",
        )
        for number, (title, day) in enumerate(zip(_TITLES, _DAYS, strict=True))
    ]
    holder = _HOLDERS.get(row[:3], "<div class='box'>{}</div>")
    lists = (holder.format("".join(rows[start : start + at_once])) for start in range(0, _COUNT, at_once))
    return around % "".join(lists)


@pytest.mark.parametrize("at_once", [_COUNT, 5])
@pytest.mark.parametrize("row", _ROWS.values(), ids=_ROWS)
def test_rows_of_any_form_are_read_with_days_of_any_form(row: str, at_once: int) -> None:
    for (name, form), around in product(_FORMS.items(), ("%s", _FURNITURE)):
        page = _page(row, form, at_once, around)
        listing = read_listing(page.encode(), "text/html", "", "https://x.gov.cn/list/", today=_TODAY)
        assert [(item.url, item.title, item.published) for item in listing.items] == _WANTED, (name, around == "%s")
