"""Trees merge key by key; a path and its key are two forms of one thing."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.scenario.entries import normalise
from simulator.scenario.tree import clipped, dotted, leaves, merge, path_of, put, quoted

patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
names = st.text(max_size=8)
trees = st.recursive(
    st.none() | st.integers() | st.text(max_size=3) | st.lists(st.integers(), max_size=2),
    lambda inner: st.dictionaries(st.sampled_from("abcd"), inner, max_size=3),
    max_leaves=8,
)
mappings = st.dictionaries(st.sampled_from("abcd"), trees, max_size=4)


def test_mappings_merge_at_every_depth() -> None:
    base = {"teams": {"A": {"people": 5, "effort": {"mean": "1 day", "cv": 1}}}}
    override = {"teams": {"A": {"effort": {"cv": 2}}, "B": {}}}
    assert merge(base, override) == {
        "teams": {"A": {"people": 5, "effort": {"mean": "1 day", "cv": 2}}, "B": {}}
    }
    assert base["teams"]["A"]["effort"] == {"mean": "1 day", "cv": 1}


def test_a_value_with_its_range_is_replaced_whole() -> None:
    ranged = {"value": 0.9, "low": 0.8}
    assert merge({"f": ranged}, {"f": 0.7}) == {"f": 0.7}
    assert merge({"f": 0.7}, {"f": ranged}) == {"f": ranged}
    assert merge({"f": ranged}, {"f": {"value": 0.5}}) == {"f": {"value": 0.5}}
    assert merge({"f": ranged}, {"f": {"low": 0.5}}) == {"f": {"low": 0.5}}


def test_null_removes_and_lists_are_replaced() -> None:
    assert merge({"a": {"b": 1, "c": 2}}, {"a": {"b": None}}) == {"a": {"c": 2}}
    assert merge({"a": [1, 2]}, {"a": [3]}) == {"a": [3]}
    assert merge({}, {"a": None}) == {"a": None}


@patient
@given(mappings)
def test_nothing_over_a_tree_is_the_tree(tree: dict[str, object]) -> None:
    assert merge(tree, {}) == tree


@patient
@given(st.lists(names | st.integers(min_value=0, max_value=99), min_size=1, max_size=5))
def test_a_key_gives_its_path_back(path: list[str | int]) -> None:
    assert path_of(dotted(tuple(path))) == tuple(path)


@patient
@given(mappings)
def test_every_leaf_can_be_replaced_without_touching_the_tree(tree: dict[str, object]) -> None:
    before = repr(tree)
    for path in leaves(tree):
        assert put(tree, path, "new") != tree
    assert repr(tree) == before


@patient
@given(st.text(max_size=100) | st.integers() | st.floats())
def test_a_quotation_is_short_and_printable(value: object) -> None:
    assert quoted(value).isprintable()
    assert len(quoted(value)) <= 42


def test_a_long_text_is_clipped() -> None:
    assert clipped("x" * 41) == "x" * 37 + "..."
    assert clipped("x" * 40) == "x" * 40


def test_lists_of_entries_become_mappings_in_changes_too() -> None:
    tree = {
        "work": [{"kind": "fix", "facts": 2}],
        "boundaries": [{"from": "A", "to": "B", "owned": 1}],
        "arms": [{"name": "x", "change": {"boundaries": [{"from": "B", "to": "A"}]}}],
    }
    normal = normalise(tree)
    assert normal.tree == {
        "work": {"fix": {"facts": 2}},
        "boundaries": {"A -> B": {"owned": 1}},
        "arms": {"x": {"change": {"boundaries": {"B -> A": {}}}}},
    }
    assert normal.place(("arms", 0, "change", "boundaries", 0, "owned")) == (
        "arms",
        "x",
        "change",
        "boundaries",
        "B -> A",
        "owned",
    )
    assert not normal.faults
