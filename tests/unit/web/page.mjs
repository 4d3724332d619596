// What the page simulates, without a page: its data on stdin, numbers on stdout.
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { Space } from "../../../web/src/engine/space.ts";
import { Total } from "../../../web/src/engine/total.ts";
import { setOf, textOf } from "../../../web/src/address.ts";
import { asBought, choiceOf, split } from "../../../web/src/mixing.ts";
import { axisOf, failuresOf, lifeOf, placed, rowsOf, timeAt } from "../../../web/src/replay.ts";
import { number, rounded } from "../../../web/src/numbers.ts";

const { data, runs, first, organisation, numbers } = JSON.parse(readFileSync(0, "utf8"));
const unpacked = (text) => new Uint8Array(gunzipSync(Buffer.from(text, "base64")));
const compiled = new WebAssembly.Module(unpacked(data.engine.module));

function patched({ values, columns, places }) {
  const words = new BigUint64Array(unpacked(values).buffer);
  const wide = Math.max(...columns) + 1;
  return { places, values: BigUint64Array.from(columns, (column) => words[organisation * wide + column]) };
}

function simulated(bought, patch) {
  const of = data.structures[bought.structure];
  const space = new Space(of.image, unpacked(of.memory), compiled, data.engine.stack);
  if (patch) space.wear(patched(of));
  space.practise(bought.bought, bought.capacity, bought.stops);
  const total = new Total(of.image);
  const rows = space.run(BigInt(data.seed), first, runs);
  const wide = of.image.width;
  for (let n = runs - 1; n >= 0; n--) total.add(n, rows.subarray(n * wide, (n + 1) * wide)); // in any order
  return { rate: total.rate, places: total.places(), row: [...total.row] };
}

const plans = data.plans.map(({ name, bought }) => ({
  name,
  same: JSON.stringify(asBought(data, choiceOf(data, name)).bought) === JSON.stringify(bought),
  middle: simulated(asBought(data, choiceOf(data, name)), false),
  other: simulated(asBought(data, choiceOf(data, name)), true),
}));
function replayed() {
  const bought = asBought(data, choiceOf(data, "today"));
  const of = data.structures[bought.structure];
  const space = new Space(of.image, unpacked(of.memory), compiled, data.engine.stack);
  space.practise(bought.bought, bought.capacity, bought.stops);
  const rows = rowsOf(space.log(BigInt(data.seed), 0));
  const failures = failuresOf(rows, data);
  const lives = failures.filter((each) => each.item >= 0).map((each) => {
    const life = lifeOf(rows, each, data);
    const axis = axisOf(life);
    const back = life.visits.map((visit) => timeAt(axis, placed(axis, visit.begin)) - visit.begin);
    return { ...life, crooked: Math.max(...back.map(Math.abs)), ends: placed(axis, life.failed) };
  });
  return { failures, lives };
}
// two dials at once, each at its last stop
function assumed() {
  const bought = asBought(data, choiceOf(data, "both"));
  const of = data.structures[bought.structure];
  const set = data.dials.slice(0, 2);
  const words = set.flatMap((dial) => dial.words[bought.structure].at(-1));
  const space = new Space(of.image, unpacked(of.memory), compiled, data.engine.stack);
  space.wear({ places: set.flatMap((dial) => dial.places[bought.structure]), values: BigUint64Array.from(words, BigInt) });
  space.practise(bought.bought, bought.capacity, bought.stops);
  return [...space.run(BigInt(data.seed), first, 1)];
}
const kept = { choice: split(data, choiceOf(data, "cores"), 101, 203), dials: data.dials.map((_, n) => (n ? 0 : 1)) };
const addresses = [kept, { choice: choiceOf(data, "at one"), dials: [] }, { choice: choiceOf(data, data.start), dials: [] }];
const read = addresses.map((each) => JSON.stringify(setOf(data, textOf(data, each))) === JSON.stringify(each));
const foul = setOf(data, "core=1e99&budget=-3&plan=gone&without=nowhere&assume=high+x&%");
const slider = asBought(data, split(data, choiceOf(data, "cores"), 101, 203)).bought;
const told = numbers.map((value) => [number(value), rounded(value)]);
console.log(JSON.stringify({ ...replayed(), assumed: assumed(), read, foul: JSON.stringify(foul) === JSON.stringify(addresses[2]), plans, slider, told }));
