// Sentences from the patterns that Python gave.
import { data, dials, type Choice, sidesOf, splits, unspent, type Point } from "./state.ts";
import { filled, number, rounded, whole } from "./numbers.ts";

export function say(name: string, values: Record<string, string> = {}): string {
  return filled(data.say[name] ?? name, values);
}

/** Returns how many more or fewer a year, in words; a fall is above nought. */
export function change(fall: number): string {
  const size = rounded(Math.abs(fall));
  if (size === "0") return say("same");
  return `${size} ${say(fall > 0 ? "fewer" : "more")}`;
}

/** Returns an effort in days, as a slider says it. */
export function days(value: number): string {
  if (data.outside) return `${whole(Math.round((100 * value) / data.days.budget))} %`;
  return whole(Math.round(value));
}

/** Returns what a choice spends where, in a sentence. */
export function mixed(chosen: Choice): string {
  if (chosen.kind === "plan") return chosen.name === "today" ? say("mix_none") : say("mix_plan", { plan: chosen.name });
  const { core, edge, other } = sidesOf(chosen);
  const left = unspent(chosen);
  const budget = core + edge + other + left;
  if (budget === 0 || budget === left) return say("mix_none");
  const values = { between: days(edge), inside: days(core), other: days(other), budget: days(budget) };
  const more = [other ? ` ${say("mix_other", values)}` : "", left ? ` ${say("unspent", { days: days(left) })}.` : ""].join("");
  if (core + edge === 0) return more.trim();
  if (edge === 0) return `${say("mix_inside", { budget: days(core) })}${more}`;
  if (core === 0) return `${say("mix_between", { budget: days(edge) })}${more}`;
  return `${say("mix", { ...values, budget: days(core + edge) })}${more}`;
}

/** Returns what the reader assumes otherwise than was told. */
export function assumed(): string {
  return dials.value
    .flatMap((stop, n) => {
      const dial = data.dials[n];
      const at = dial?.stops[stop];
      if (!dial || !at || !stop) return [];
      const where = dial.where ? ` (${dial.where})` : "";
      return [say("assuming_one", { meaning: dial.meaning, where, stop: stopped(at) })];
    })
    .join("; ");
}

/** Returns a stop of a dial in words, with its value where that is told. */
export function stopped({ name, told }: { name: string; told: string }): string {
  return [say(`stop_${name}`), told].filter(Boolean).join(" ");
}

/** Returns where the curve is lowest, and over which splits that hardly matters. */
export function turned(points: readonly Point[], budget: number): string {
  if (points.length < splits(1).length) return "";
  const lowest = points.reduce((best, point) => (point.rate < best.rate ? point : best));
  const near = points.filter((point) => point.rate - lowest.rate <= data.matters);
  const first = near[0];
  const last = near.at(-1);
  if (!first || !last || near.length < 2) return say("lowest", { between: days(lowest.between) });
  if (near.length === points.length) return say("flat", { low: "0", high: days(budget) });
  const values = { low: days(first.between), high: days(last.between) };
  return `${say("lowest", { between: days(lowest.between) })} ${say("flat", values)}`;
}

/** Returns a rate as the header has it. */
export function rate(value: number): string {
  return rounded(value);
}

export { number, rounded, whole };
