"""Definitions for the tests: a small survey, and the level schemes that ship."""

from storage import definitions
from storage.domain.survey import Survey, parse, read

SCHEMES = definitions.schemes()

SURVEY = """\
key = "small"
title = "小问卷"
purpose = "想听听您的感受"
minutes = 1
target = 80

[[section]]
title = "感受"

[[section.question]]
key = "quality"
kind = "scale"
title = "质量"
text = "质量怎么样？"
scheme = "satisfaction5"
weight = 50
reason_below = 60

[[section.question]]
key = "matters"
kind = "multi"
title = "看重"
text = "您看重什么？"
least = 1
most = 2
option = [
  { key = "speed", label = "快" },
  { key = "price", label = "价格" },
  { key = "none", label = "都不", exclusive = true },
]

# 说说话
[[section]]
[[section.question]]
key = "words"
kind = "text"
title = "想说的话"
text = \"\"\"
想说什么？
随便说。
\"\"\"
"""


def survey(source: str = SURVEY) -> Survey:
    return parse(read(source), SCHEMES)


def shipped() -> dict[str, Survey]:
    folders = (definitions.DATA / "surveys", definitions.DATA / "templates")
    files = sorted(file for folder in folders for file in folder.glob("*.toml"))
    return {f"{file.parent.name}/{file.stem}": survey(file.read_text("utf-8")) for file in files}
