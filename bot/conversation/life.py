"""The life of a talk: its states and what moves it from one to another."""

from storage.domain.machine import LifeCycle

IN_SURVEY = ("asking", "confirming", "reason")
IN_COMPLAINT = ("story", "facts", "summary", "correcting")
_BESIDE = ("waiting", "reopening", "leaving", "erasing", "case", "resting", "restarting", "amending")
AGREED = ("menu", *IN_SURVEY, *IN_COMPLAINT, *_BESIDE)
"""The states that only a customer who has agreed to the privacy notice can be in."""

LIFE = LifeCycle(
    "talk",
    states=("new", "welcome", "declined", *AGREED),
    transitions=(
        ("greet", ("new", "declined", "menu", *IN_SURVEY, *_BESIDE), "welcome"),
        ("agree", "welcome", "menu"),
        ("decline", ("welcome", *AGREED), "declined"),
        ("amend", ("menu", "amending", *IN_SURVEY), "amending"),
        ("ask", ("menu", "amending", *IN_SURVEY), "asking"),
        ("doubt", ("asking", "confirming"), "confirming"),
        ("ask_why", ("asking", "confirming"), "reason"),
        ("finish", ("menu", "amending", *IN_SURVEY), "menu"),
        ("stop", ("menu", *IN_SURVEY, *_BESIDE), "menu"),
        ("complain", ("menu", *IN_SURVEY, "facts", "summary", "correcting", *_BESIDE), "story"),
        ("inquire", ("menu", *IN_COMPLAINT, *_BESIDE), "facts"),
        ("sum_up", ("menu", *IN_COMPLAINT, *_BESIDE), "summary"),
        ("correct", ("summary", "correcting"), "correcting"),
        ("register", "summary", "menu"),
        ("drop", IN_COMPLAINT, "menu"),
        ("rest", AGREED, "menu"),
        ("defer", AGREED, "resting"),
        ("call", AGREED, "waiting"),
        ("offer_reopening", ("menu", *IN_SURVEY, "waiting", "resting", "reopening"), "reopening"),
        ("offer_leaving", AGREED, "leaving"),
        ("offer_erasing", AGREED, "erasing"),
        ("offer_restart", IN_SURVEY, "restarting"),
        ("open_case", ("menu", *IN_SURVEY, *_BESIDE), "case"),
    ),
    initial="new",
)
