"""Names are data: nothing in one is carried out, hides, or turns what stands beside it."""

from __future__ import annotations

import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.present.harmless import as_cell, upright, visible
from simulator.present.tables import TextTable, as_csv

FORMULAS = ("=1+1", "+1+cmd", "-2+3", "@SUM(A1)", "\t=1", " =1", "=1", "－1+1", "-x", "+")
NUMBERS = ("-0.135", "-1.2 to 3", "-5 to -1", "-", "+3.2 %", "-1,234.5", "-3 % to 4 %", "1e-5")


@pytest.mark.parametrize("text", FORMULAS)
def test_a_name_that_begins_like_a_formula_is_none_in_a_csv(text: str) -> None:
    table = TextTable(title=text, columns=("plan", text), rows=((text, "-0.5"),))
    rows = list(csv.reader(io.StringIO(as_csv((table,)))))
    names = [rows[0][2], rows[1][0], rows[1][1]]
    assert names == [f"'{text}"] * 3
    assert rows[1][2] == "-0.5"


@pytest.mark.parametrize("text", NUMBERS)
def test_a_number_stays_a_number_in_a_csv(text: str) -> None:
    assert as_cell(text) == text


@given(st.text())
def test_nothing_that_cannot_be_seen_is_left_in_a_shown_text(text: str) -> None:
    shown = visible(text)
    left = {unicodedata.category(sign) for sign in shown if sign not in "\u200c\u200d"}
    assert not left & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert visible(shown) == shown


def test_signs_that_hide_or_turn_are_spelt_out() -> None:
    assert visible("a\u202eb\u200b\x1b[31m") == "a‹U+202E›b‹U+200B›‹U+001B›[31m"
    assert visible("Pay\u200dments\u200eA\u3164") == "Pay‹U+200D›ments‹U+200E›A‹U+3164›"


@pytest.mark.parametrize("text", ["Zahlungen", "決済チーム", "👩\u200d🔧 Ops", "فنی\u200cها", "é"])
def test_a_name_of_any_script_is_shown_as_it_stands(text: str) -> None:
    assert visible(text) == text


def test_words_from_right_to_left_keep_to_themselves() -> None:
    assert upright("פיתוח → תפעול: 3.1") == "פיתוח\u200e → תפעול\u200e: 3.1"
    assert upright("A → B") == "A → B"
