"""The life of a talk: its states and what moves it from one to another."""

from storage.domain.machine import LifeCycle

IN_SURVEY = ("asking", "confirming", "reason")
IN_COMPLAINT = ("story", "facts", "summary", "correcting")
AGREED = ("menu", *IN_SURVEY, *IN_COMPLAINT, "waiting", "reopening", "leaving")
"""The states that only a customer who has agreed to the privacy notice can be in."""
_BESIDE = ("waiting", "reopening", "leaving")

LIFE = LifeCycle(
    "talk",
    states=("new", "welcome", "declined", *AGREED),
    transitions=(
        ("greet", ("new", "declined", "menu"), "welcome"),
        ("agree", "welcome", "menu"),
        ("decline", ("welcome", *AGREED), "declined"),
        ("ask", ("menu", *IN_SURVEY), "asking"),
        ("doubt", ("asking", "confirming"), "confirming"),
        ("ask_why", ("asking", "confirming"), "reason"),
        ("finish", ("menu", *IN_SURVEY), "menu"),
        ("stop", ("menu", *IN_SURVEY, *_BESIDE), "menu"),
        ("complain", ("menu", *IN_SURVEY, "facts", "summary", "correcting", *_BESIDE), "story"),
        ("inquire", ("menu", *IN_COMPLAINT, *_BESIDE), "facts"),
        ("sum_up", ("menu", *IN_COMPLAINT, *_BESIDE), "summary"),
        ("correct", ("summary", "correcting"), "correcting"),
        ("register", "summary", "menu"),
        ("drop", IN_COMPLAINT, "menu"),
        ("rest", AGREED, "menu"),
        ("call", AGREED, "waiting"),
        ("offer_reopening", ("menu", *IN_SURVEY, "waiting", "reopening"), "reopening"),
        ("offer_leaving", AGREED, "leaving"),
    ),
    initial="new",
)
