"""What a text is about (诉求类别): a row for each category of an analysis, so that they can be counted.

`polarity`, -1 to 1, is the mean of what was said of it; `start` and `end` are where that was said most
plainly, as positions in the text; both 0 where staff name the category and no words, and where the words are
gone.
"""

from sqlalchemy import Column, Float, Integer, Table, Text, UniqueConstraint

from storage.tables.columns import metadata

matters = Table(
    "matters",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subject", Text, nullable=False),
    Column("subject_id", Integer, nullable=False),
    Column("category", Text, nullable=False),
    Column("polarity", Float, nullable=False),
    Column("start", Integer, nullable=False, server_default="0"),
    Column("end", Integer, nullable=False, server_default="0"),
    UniqueConstraint("subject_id", "subject", "category"),  # so ordered that no plan begins with all answers
)
