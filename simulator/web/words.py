"""What the page says while it simulates: patterns that it fills with numbers of its own."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

__all__ = ["ASSUMED", "LEADS", "SAY"]

SAY: Final[Mapping[str, str]] = MappingProxyType(
    {
        "answer": "Answer",
        "try": "Try it",
        "failure": "One failure",
        "assumed": "What we assumed",
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
        "where_what": "All failures, small ones too, per 100 changes.",
        "begun": "failures that begin there, per 100 changes",
        "today": "today",
        "your_plan": "your plan",
        "from_here": "failures per 100 changes begin here; today {today}.",
        "a_year": "A year: {change}.",
        "place_told": "{place}: {plan} failures per 100 changes begin here, today {today}",
        "views": "Views",
        "buys": "What your plan buys here",
        "buys_none": "Nothing.",
        "buys_days": "{days} days a year",
        "carries": "What changes hands",
        "makes": "What it makes",
        "as_told": "As it is today, of ten times",
        "decides": "Who can decide",
        "people_there": "{people} people work here.",
        "pick": "Choose a team or a handover to see what fails there and who can decide.",
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
        "settled": "{n} simulated years, the same luck for every plan.",
        "refining": "Refining: {n} of {all} simulated years.",
        "settled_told": "With your plan {plan} of 100 changes fail, today {today}.",
        "made": "Simulated, from answers given on {date}; not an incident record.",
        "middle": "One company stands here for all that fit what was told: the one nearest to "
        "their mean.",
        "changed": "Changed by a reader: {what}",
        "share_has": "Whoever has this file has your organisation in numbers.",
        "share_how": "Mail filters stop files like this one. Send the brief as a PDF, and put this "
        "page into a shared folder.",
        "share_save": "Save this page as a file",
        "share_lines": "Copy five lines",
        "share_copied": "Copied.",
        "close": "Close",
    }
)
"""Gaps in braces are filled by the page; every other sign is as it is read."""

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

LEADS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "team": "The lead of {}.",
        "two teams": "The leads of {} and {}, together.",
        "leader": "Whoever leads both {} and {}.",
    }
)
