"""Writes docs/roles.md from the pages: `python -m tests.route_table`; a test holds it to them."""

import re
from pathlib import Path

from admin.pages import ROLES, Page, Route, may, pages
from storage import definitions
from storage.settings import Settings

PAGE = Path(__file__).parents[1] / "docs" / "roles.md"
LANGUAGE = "zh-CN"

HEAD = """# 谁能打开什么

由 `python -m tests.route_table` 从页面的代码写出，测试保证两者一致；
每一行还由 `tests/admin/web/test_roles.py` 以每种角色实际请求一遍。
没有写角色的网址不存在：路由必须写明最低的角色，没写就不能启动。

- ✓：这个角色可以；空着：登录的人看到“您的账号不能做这件事”，没登录的转到登录页。
- 再证明：十分钟内没有输过密码或验证器的数字，就先问一次，填好的内容带着走。
- 只看自己部门：“是”的，只看自己部门的人也有，按他在那个部门的角色，只看得到、动得了那里的；
  空着：对他就没有这个网址（404，“/” 转到投诉）。见[账号](staff.md#只看自己的部门)。
- 限速：按哪一条计数，数在 `storage/data/pace.toml`；超过的回 429 和要等的秒数。

停用的账号、只过了第一步的登录（两步验证还没完成），等于没有登录。
"""


def written() -> str:
    """The whole page."""
    names = [definitions.texts(LANGUAGE)(f"page.role.{role}") for role in ROLES[1:]]
    columns = ["网址", "没登录", *names, "只看自己部门", "再证明", "限速"]
    head = f"| {' | '.join(columns)} |\n| {' | '.join(['---'] * len(columns))} |"
    rows = [line(route) for page in sorted(every(), key=lambda page: page.path) for route in page.routes]
    return "\n".join([HEAD, head, *rows]) + "\n"


def every() -> list[Page]:
    """All pages, those of a demonstration too."""
    return pages(Settings(demo=True, _env_file=None))  # type: ignore[call-arg]


def line(route: Route) -> str:
    """One row."""
    marks = ["✓" if may(role, route.role) else "" for role in ROLES]
    own = route.own or route.role == "anyone"
    told = ["是" if own else "", "是" if route.proof else "", route.kind]
    cells = [f"`{route.method} {plain(route.path)}`", *marks, *told]
    return f"| {' | '.join(cells)} |"


def plain(path: str) -> str:
    """The address without the patterns of its parts; where a part is one of a few, those."""
    return re.sub(r"\{(\w+):([^{}]*(?:\{[\d,]+\})?)\}", part, path)


def part(found: re.Match[str]) -> str:
    """One part of it. A bar would end the cell."""
    name, pattern = found.groups()
    return "{" + ("/".join(pattern.split("|")) if re.fullmatch(r"[\w|-]+", pattern) else name) + "}"


if __name__ == "__main__":
    PAGE.write_text(written(), "utf-8")
