"""What the page says while it simulates: patterns that it fills with numbers of its own."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from simulator.mechanisms.incidents import MECHANISMS
from simulator.present.words import MECHANISM_WORDS

__all__ = [
    "ASSUMED",
    "CAUSES",
    "LEADS",
    "LEVEL_WORDS",
    "NOT_THE_LAST",
    "OUTSIDE",
    "RESERVATION",
    "SAY",
]

SAY: Final[Mapping[str, str]] = MappingProxyType(
    {
        "answer": "Answer",
        "try": "Try it",
        "failure": "One failure",
        "assumed": "What we assumed",
        "room": "Room",
        "share": "Share",
        "starting": "Starting the simulation in this page. It takes a second.",
        "none": "Nothing can be simulated here: {why}. The answer stands as it was given.",
        "none_engine": "this page was written without the engine",
        "none_browser": "this browser cannot run it",
        "none_large": "it needs more memory than a page may take",
        "fail_today": "of 100 changes fail today",
        "fail_plan": "with your plan",
        "fewer": "fewer",
        "more": "more",
        "same": "no difference",
        "of_today": "a year of {today}",
        "range": "({low} to {high})",
        "range_why": "95 of 100 of the companies that fit what was told lie in this range.",
        "mix": "{between} of {budget} days go between teams, {inside} inside them.",
        "mix_inside": "All {budget} days go inside teams.",
        "mix_between": "All {budget} days go between teams.",
        "mix_none": "Nothing is spent: this is today.",
        "mix_other": "{other} of {budget} days go to something else than either side.",
        "mix_plan": "This is \u201c{plan}\u201d, which spends at places of its own choice.",
        "lowest": "The lowest point lies at {between} days between teams.",
        "flat": "From {low} to {high} days between teams the difference is too small to matter.",
        "days_inside": "days inside teams",
        "days_between": "days between teams",
        "days_year": "{days} days a year",
        "people": "{people} people",
        "money": "{money} {currency}",
        "less_money": "{step} days less",
        "more_money": "{step} days more",
        "spoken": "{between} days between teams, {inside} inside teams: about {count} failed "
        "changes a year, {change} than today",
        "slider": "Days between teams, of {budget}",
        "where": "Where failures begin",
        "inside": "Inside teams",
        "between": "Between teams",
        "anyway": "Would have happened anyway",
        "numbers": "The same in numbers",
        "where_what": "Small failures too, per 100 changes: more than the failed changes above.",
        "grey": "Grey: today.",
        "begun": "failures that begin there, per 100 changes",
        "today": "today",
        "your_plan": "your plan",
        "from_here": "failures per 100 changes begin here; today {today}.",
        "a_year": "A year: {change}.",
        "place_told": "{place}: {plan} failures per 100 changes begin here, today {today}",
        "views": "Views",
        "buys": "Your plan buys {days} days a year here",
        "buys_days": "{days} days a year",
        "carries": "What changes hands",
        "makes": "What it makes",
        "lost": "What goes wrong",
        "asked": "Three questions",
        "asked_note": "Read from the file, not simulated. In the risk zone all three are high.",
        "risk_in": "It lies in the risk zone: all three are high.",
        "decides": "Who can decide",
        "people_there": "{people} people work here.",
        "split": "The split",
        "survives": "What survives",
        "year": "One year",
        "split_what": "Failed changes a year, by split of {budget} days",
        "all_inside": "all inside",
        "half": "half",
        "all_between": "all between",
        "too_small": "too small to matter",
        "plan_count": "{count} your plan",
        "today_count": "{count} today",
        "survives_what": "Of 10 facts, how many reach each step",
        "year_what": "What one year can look like: twenty equally likely ones, of {n} simulated",
        "year_axis": "failed changes in a year",
        "levers": "Practice by practice",
        "levers_some": "{some} of {all} get days",
        "places": "Only some places",
        "places_all": "everywhere",
        "places_some": "{some} of {all} places",
        "plans": "Start from a plan",
        "own": "your own mix",
        "undo": "Undo",
        "reset": "Reset",
        "again": "Show again",
        "projector": "Projector",
        "unspent": "{days} days unspent",
        "begin_try": "Move the money yourself",
        "record": "your record says {rate}",
        "as_told": "As told: {today} \u2192 {plan}.",
        "assuming": "You assume otherwise than was told: {what}.",
        "assuming_one": "{meaning}{where}: {stop}",
        "put_back": "Put back",
        "stop_fits": "as it fits best",
        "stop_told": "as told",
        "stop_low": "lowest",
        "stop_high": "highest",
        "dials": "Told, with a range: try another value",
        "dials_note": "Every number of the answer holds over these ranges. What you choose here is "
        "simulated in this page; the answer stays as it was given.",
        "dial_head": "assume",
        "dial_told": "told",
        "call_rule": "Who is called?",
        "call_last": "The last team",
        "call_resolver": "Whoever can mend it",
        "call_note": "Calling the last team first may be right, since it can undo. It decides who "
        "is blamed, not how much fails.",
        "settled": "{n} simulated years, the same luck for every plan.",
        "refining": "Refining: {n} of {all} simulated years.",
        "settled_told": "With your plan {plan} of 100 changes fail, today {today}.",
        "made": "Simulated, from answers given on {date}; not an incident record.",
        "middle": "One company stands here for all that fit what was told, so its numbers are not "
        "quite those of the answer.",
        "unnamed": "a fact that has no name",
        "year_runs": "A year is simulated.",
        "fails_not": "Nothing failed in the years that were looked at.",
        "chosen": "Chosen because it teaches: one of {n} failures in this simulated year.",
        "later": "In the first {years} simulated years nothing of this kind failed.",
        "seen": "As the teams saw it",
        "fell": "Again, with what fell",
        "ten": "Ten more, drawn by lot",
        "luck": "Same luck, other plan",
        "play": "Play",
        "pause": "Pause",
        "back": "Event before",
        "next": "Next event",
        "speed": "Speed",
        "events": "The {n} events as a list",
        "axis": "Work at its true width; waiting is folded, its days are told.",
        "on_axis": "Where in the story",
        "day": "day {day}",
        "for_days": "{days} days",
        "waits": "waits {days} days",
        "card": "{kind} {n}",
        "card_titled": "{card}, \u201c{title}\u201d",
        "intact": "{n} of {all}",
        "live": "It is live",
        "quiet_days": "{days} quiet days, then it fails",
        "works": "{team} works on it, {days} days",
        "hands": "{source} hands it to {target}",
        "falls": "one fact does not arrive: {fact}",
        "arises": "{cause}",
        "goes_live": "It goes live",
        "fails": "It fails: {grade}",
        "calls": "{team} is called",
        "passes": "{team} is called next",
        "undone_wholly": "It is undone",
        "undone_partly": "It is undone, but not everywhere",
        "mended": "It works again after {hours} hours",
        "who": "Who do you call?",
        "began": "Where did it start?",
        "nobody": "nobody here",
        "you_called": "You called {vote}. The company called {called} first, which may be right: "
        "whoever had it last can undo it. Blaming it is another thing.",
        "you_began": "You said {vote}. It started {origin}: {cause}, {days} days before it failed.",
        "in_team": "inside {team}",
        "in_gap": "between {source} and {target}",
        "in_none": "in no team",
        "show_fell": "See it again, with what fell",
        "started_here": "It started here",
        "no_mistake": "{called} was called. What was missing had fallen {days} days before.",
        "other_mistake": "{called} was called. It had begun between teams {days} days before.",
        "own_mistake": "{called} was called. The mistake was made in a team {days} days before.",
        "ten_what": "The first was chosen because it teaches; these are drawn from all {n} "
        "failures of the year.",
        "number": "no.",
        "what": "what",
        "called_col": "called",
        "began_col": "started",
        "cause_col": "how",
        "same_place": "the same place",
        "none_inside": "In {n} of 100 failures of this year no team made a mistake of its own.",
        "scale": "Who is called, and where it started, of {n} failures in this year",
        "luck_what": "The same change under the same luck, today and with \u201c{plan}\u201d. The "
        "first event that differs is marked.",
        "luck_same": "With your plan it fails all the same.",
        "luck_gone": "With your plan this change does not fail.",
        "luck_open": "With your plan it had not gone live by the end of the year.",
        "luck_today": "This is today: move the slider in Try it to compare.",
        "parts": "here they part",
        "your_mix": "your own mix",
        "changed": "Changed by a reader: {what}",
        "share_has": "Whoever has this file has your organisation in numbers.",
        "share_how": "Mail filters stop files like this one. Send the brief as a PDF, and put this "
        "page into a shared folder.",
        "share_save": "Save this page as a file",
        "share_lines": "Copy five lines",
        "share_copied": "Copied.",
        "share_picture": "Save a picture",
        "close": "Close",
    }
)
"""Gaps in braces are filled by the page; every other sign is as it is read."""

OUTSIDE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "of_today": "of {today} of 100",
        "mix": "{between} of the budget go between teams, {inside} inside them.",
        "mix_inside": "The whole budget goes inside teams.",
        "mix_between": "The whole budget goes between teams.",
        "mix_other": "{other} of the budget go to something else than either side.",
        "lowest": "The lowest point lies at {between} between teams.",
        "flat": "From {low} to {high} between teams the difference is too small to matter.",
        "days_inside": "inside teams",
        "days_between": "between teams",
        "days_year": "{days} of the budget",
        "people": "",
        "less_money": "{step} less",
        "more_money": "{step} more",
        "spoken": "{between} between teams, {inside} inside teams: about {count} of 100 changes "
        "fail, {change} than today",
        "slider": "Share between teams",
        "a_year": "That is {change}.",
        "buys_days": "{days} of the budget",
        "buys": "Your plan buys {days} of the budget here",
        "unspent": "{days} unspent",
        "levers_some": "{some} of {all} get some of it",
        "split_what": "Failed changes of 100, by split of the budget",
        "year_axis": "failed changes of 100",
        "made": "Simulated, from answers given on {date}; not an incident record. Letters hide "
        "names from strangers, not from colleagues.",
        "chosen": "Chosen because it teaches: one of the failures in this simulated year.",
        "ten_what": "The first was chosen because it teaches; these are drawn by lot.",
        "scale": "Who is called, and where it started, of 100 failures in this year",
        "share_has": "Letters stand for names; whoever has this file has the organisation in "
        "numbers all the same, but for counts, efforts and prices.",
    }
)
"""What is said otherwise outside: shares in place of counts and efforts."""

NOT_THE_LAST: Final[Mapping[str, str]] = MappingProxyType(
    {
        "call_last": "Whoever is called first",
        "call_note": "It decides who is blamed, not how much fails.",
    }
)
"""What stands in for `SAY` where the file pages another first than the last team."""

CAUSES: Final[Mapping[str, str]] = MappingProxyType(
    {f"cause_{number}": MECHANISM_WORDS[name] for number, name in enumerate(MECHANISMS)}
)
"""What each cause is called, by its number in the log."""

RESERVATION: Final = (
    "Its owner was told of something that must be known before this answer is believed."
)
"""Outside, in place of what stands above an answer, which tells own numbers."""

ASSUMED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ranged": "Told, with a range",
        "ranged_note": "Every number of the answer holds over these ranges.",
        "told": "Told, taken as it stands",
        "told_note": "Written in the file; nothing else is tried.",
        "measured": "Measured elsewhere",
        "measured_note": "Not told; a published measurement stands in.",
        "borrowed": "Borrowed from another field",
        "borrowed_note": "Not told; measured in another field, such as hospitals.",
        "judgement": "Judgement",
        "judgement_note": "Not told and nowhere measured: a judgement of the makers of edgewise.",
    }
)

LEVEL_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {"low": "low", "middle": "in between", "high": "high"}
)
"""Outside, in place of an answer to one of the three questions."""

LEADS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "team": "The lead of {}.",
        "two teams": "The leads of {} and {}, together.",
        "leader": "Whoever leads both {} and {}.",
    }
)
