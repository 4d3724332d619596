import { asTold, changes, data, dials, now, putBack, range, settled, standing, why } from "../state.ts";
import { assumed, change, rate, rounded, say } from "../words.ts";
import { Slim } from "./slider.tsx";

/** Today beside the reader's plan, in one number each. */
export function Header() {
  const found = now.value;
  if (!found) {
    const told = standing.value === "off" && why.value ? say("none", { why: why.value }) : say("starting");
    return (
      <div class="strip">
        <p class="wrap head waits" role="status">
          {told}
        </p>
      </div>
    );
  }
  const n = Math.min(found.plan.n, found.today.n);
  const plan = found.plan.rateOf(n);
  const today = found.today.rateOf(n);
  const factor = changes.value / 100;
  const ends = range.value;
  const told = ends ? say("range", ordered(ends, factor)) : "";
  const spoken = settled.value ? say("settled_told", { plan: rate(plan), today: rate(today) }) : "";
  return (
    <div class="strip">
      <div class="wrap head">
        <p class="now">
          <span class="a">
            <span class="t">{rate(today)}</span>{" "}
            <span>
              {say("fail_today")}
              {recorded(today)}
            </span>
          </span>
          <svg class="arrow" width="44" height="14" aria-hidden="true">
            <path d="M0 7H41M34 1L41 7L34 13" />
          </svg>
          <span class="a">
            <b>{rate(plan)}</b> {say("fail_plan")}
          </span>
        </p>
        <p class="count" title={told ? say("range_why") : undefined}>
          <b>{change(factor * (today - plan))}</b> {say("of_today", { today: rounded(factor * today) })}{" "}
          <span class="r">{told}</span>
        </p>
        <p class="vh" role="status" aria-live="polite">
          {spoken}
        </p>
      </div>
      <Assuming />
      <Slim />
    </div>
  );
}

/** Returns what the records say, where the middle organisation misses them by more than their interval. */
function recorded(today: number): string {
  const { record } = data;
  if (!record || !settled.value || dials.value.length) return "";
  return today < record.low || today > record.high ? ` (${say("record", { rate: rate(record.rate) })})` : "";
}

/** What the reader assumes otherwise, and how it was as told. */
function Assuming() {
  if (!dials.value.length) return null;
  const found = asTold.value;
  const n = found ? Math.min(found.plan.n, found.today.n) : 0;
  return (
    <p class="wrap assuming">
      {say("assuming", { what: assumed() })}{" "}
      {found ? say("as_told", { today: rate(found.today.rateOf(n)), plan: rate(found.plan.rateOf(n)) }) : ""}{" "}
      <button class="btn" type="button" onClick={putBack}>
        {say("put_back")}
      </button>
    </p>
  );
}

/** Returns the ends of a range of falls; one that is a rise is said so. */
function ordered([low, high]: [number, number], factor: number): Record<string, string> {
  const same = low >= 0 === high >= 0;
  if (same && low >= 0) return { low: rounded(factor * low), high: rounded(factor * high) };
  if (same) return { low: change(factor * high), high: change(factor * low) };
  return { low: change(factor * low), high: change(factor * high) };
}
