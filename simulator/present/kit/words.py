"""What the sheets of a kit say; gaps in braces are filled with numbers and words of the file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = [
    "ASKED",
    "BRANCHES",
    "CONTENTS",
    "FORMS",
    "KIT",
    "KIT_OUTSIDE",
    "LEADING",
    "NOTICE",
    "SET_UP",
]

NOTICE: Final = "Places, not people. Not for appraisal."

CONTENTS: Final[tuple[tuple[str, str, int], ...]] = (
    ("Run sheet", "three pages, for you", 45),
    ("The cards", "one set a table", 45),
    ("{company}: predict, buy", "one a table", 45),
    ("One failure: two votes", "one a table", 45),
    ("Whisper line and count sheet", "two", 90),
    ("Three questions on every handover", "one a person", 45),
    ("{twin}: our last {reviewed} reviews", "one, on your desk", 60),
    ("Debrief, filled in", "for you", 45),
    ("If they ask, and all hands", "for you", 45),
    ("To take home", "one a person", 45),
)
"""Sheets, how many of each, and the shortest room that needs it [minutes]."""

SET_UP: Final[tuple[str, ...]] = (
    "Four to nine tables of three to six; a number on each table",
    "Print this on one side; cut the cards; pens",
    "The day before, some minutes: {page} (FILE as for this kit); open what it wrote",
    "Full screen [F11]; is everything readable from the last row?",
    "Walk through all screens once with [\u2192]; then Begin anew on the first",
    "A wall or a board for words that come up",
)

LEADING: Final[tuple[str, ...]] = (
    "What did you buy first, and what had told you to? (5 minutes)",
    "Where did you look when it failed? Where did it begin? Who could have seen it? (5 minutes)",
    "In {twin}: who asked for the tally, and why did the others not? (3 minutes)",
    (
        "Three {handovers} of your own: read your three answers to the other side. Where do you "
        "differ by two or more? (7 minutes)"
    ),
    "What will you count before you buy? What will be different on Monday? (5 minutes)",
)

KIT: Final[Mapping[str, str]] = {
    "title": "{company}: the kit of a room",
    "invented": "{company} and {twin} are invented; no incident record. {hands} hands, {years} "
    "simulated years each, seed {seed}.",
    "what": "A room learns with its own hands that a failure seldom starts where it shows. It "
    "buys cards for {company}, sees what they do, finds one failure, and meets {twin}, where the "
    "same cards do something else.",
    "ready": "Ready for a room.",
    "know_this": "Know this before:",
    "surprise": "Ready, but something would surprise you; read this first:",
    "know": "You know, they don\u2019t yet",
    "know_today": "of 100 {items} fail today",
    "know_hands": "what the {hands} hands of {least} to {budget} {dealt} reach",
    "know_drawn": "failures drawn by lot start inside a {team}",
    "know_inside": "cards {inside_hand}, inside {teams} only; today is {today}",
    "teach": "What it is built to show",
    "set_up": "Set-up, before anybody comes",
    "plan_b": "Plan B",
    "b_projector": "No projector: read \u201cAll hands\u201d below aloud; draw today\u2019s line "
    "and the dots on the wall by hand. The ten drawn stand on the debrief sheet.",
    "b_laptop": "No laptop: the same. Nothing in the room needs a network.",
    "b_time": "Late by five minutes: leave out the switch of who is called. Late by ten: leave "
    "out the whisper line. Never shorten the debrief.",
    "b_crowd": "Fewer than three tables: let people buy in pairs. More than nine: two tables "
    "share a number.",
    "hands_head": "All hands of {least} to {budget} {dealt}",
    "hands_note": "Cards, then failed of 100 in {company} and in {twin}. Fewer than {matters} "
    "apart is a tie.",
    "cards_head": "The cards, one set a table",
    "cards_note": "Cut along the lines. A table has {budget} {dealt}; every card can be bought "
    "once.",
    "whisper_head": "Whisper line and count sheet",
    "questions_note": "Usable without any simulation. The wording of the three questions is ours.",
    "tally_head": "{twin}: our last {reviewed} reviews",
    "tally_note": "For whoever asks. We looked at our last {reviewed} failures in order, leaving "
    "none out, and wrote down where each had begun.",
    "debrief_head": "Debrief, filled in",
    "handout_head": "To take home",
    "ask_head": "If they ask",
}

KIT_OUTSIDE: Final[Mapping[str, str]] = {
    "invented": "Letters stand for names, points for efforts; numbers are those under the luck of "
    "the letters, no incident record. {hands} hands, {years} simulated years each, seed {seed}. "
    "Letters hide names from strangers, not from colleagues.",
}
"""What is said otherwise outside."""

FORMS: Final[Mapping[str, str]] = {
    "table": "Table",
    "predict": "Of ten failures in {company}, how many start inside a {team}?",
    "predict_note": "The others start between {teams}, or {anyway}.",
    "sure": "How sure are you? Not at all 1 2 3 4 5 completely",
    "buy": "What do you buy? {budget} {dealt} in all",
    "sum": "Sum, at most {budget}",
    "why": "What do you expect from it? One sentence:",
    "result": "Our dot: ____ of 100 {items} still fail. Today: ____",
    "again": "{twin}: what do you buy now?",
    "vote_one": "Who do you call?",
    "vote_one_note": "One {team}, before you talk about anything else.",
    "vote_two": "Where did it start?",
    "vote_two_note": "A {team}, a {handover} (from, to), or nobody here.",
}

BRANCHES: Final[tuple[tuple[str, str, str, str, str], ...]] = (
    (
        "If inside wins",
        "The lowest dot bought only inside cards.",
        "\u201cGood. This year, in this company, that was money well spent. What told you?\u201d",
        (
            "[L] twice, before all. Still lowest? Write it on the wall, go on. No longer? Say: "
            "\u201cOne year can do that. In your company too.\u201d"
        ),
        "Rescue no opinion; the second company comes",
    ),
    (
        "If all tables are equal",
        "All dots lie close; the screen says \u201ca tie\u201d.",
        "\u201cSo many tables, one answer. Who wanted another card, and let it go?\u201d",
        (
            "Ten seconds; someone did. [H] shows all {hands} hands in grey, {lowest} to {highest}. "
            "\u201cWhich of these did nobody try? Keep it for {twin}.\u201d"
        ),
        "No teasing: agreeing is what teams do",
    ),
    (
        "If the winner surprises you",
        "The lowest dot is not cards {best}.",
        "\u201cI expected another hand. Let us look before we explain it away.\u201d",
        "The list of all hands says what the mean is. [L] shows how far a single year goes.",
        "Do not explain before they have",
    ),
)

ASKED: Final[tuple[tuple[str, str], ...]] = (
    (
        "Is that us?",
        (
            "No. {company} and {twin} are invented and lie at two ends. Where your failures start "
            "only a review of your own says; twenty are enough to begin with."
        ),
    ),
    (
        "Did you rig it?",
        "Both were built for teaching, and we say so. {teaches} {twin_teaches}",
    ),
    (
        "Is that not just luck?",
        (
            "A dot is the mean of {years} simulated years, and every table has the same luck."
            " Another year\u2019s luck shows how far one year goes. Less than {matters} of "
            "100 apart we call a tie."
        ),
    ),
    (
        "So most failures come from handovers, not from code?",
        (
            "Three readings. Code is a minority, 27 to 41 of 100: holds. Handovers are the "
            "majority: does not, published counts have {published_low} to {published_high}. They "
            "dominate what leaders can move: depends on share and prices. {company} has "
            "{of_between}, by construction, {twin} {twin_of_between}."
        ),
    ),
    (
        "Why do some cards do nothing?",
        (
            "A card helps where something is broken that it mends. What does nothing here "
            "does much in the other company, and a card may move another number, such as "
            "hours until it works again."
        ),
    ),
    (
        "Are the prices right?",
        (
            "No source compares them. A practice costs the same for the same work whichever "
            "it is; a card is so many {dealt} of one."
        ),
    ),
    (
        "Can we use it to see who is good?",
        (
            "No. It speaks of places where work changes hands, not of people. Whoever "
            "appraises with it gets silence, and then nobody says what was missing."
        ),
    ),
    (
        "What is not shown?",
        (
            "Trust, morale, customers, what a change of structure costs, people who leave. "
            "That anybody follows what was bought beyond the share that usually do. What a "
            "failure costs."
        ),
    ),
)
