import { signal } from "@preact/signals";
import { scaleLinear } from "d3-scale";
import { curveMonotoneX, line } from "d3-shape";
import { before, budgetOf, changes, choice, choiceOf, curve, data, dealtOut, now, projector, range, shown, sidesOf, splits, totalOf, type Point } from "../state.ts";
import type { Total } from "../engine/total.ts";
import { days, number, rounded, say, whole } from "../words.ts";
import { Numbers } from "./fold.tsx";

type Tab = "split" | "survives" | "year";
const TABS: readonly Tab[] = ["split", "survives", "year"];
const tab = signal<Tab>("split");
const WIDE = 400;
const HIGH = 300;

/** Arrows go from tab to tab, as in every list of tabs. */
function turn(event: KeyboardEvent): void {
  const by = { ArrowRight: 1, ArrowLeft: TABS.length - 1 }[event.key];
  if (!by) return;
  tab.value = TABS[(TABS.indexOf(tab.value) + by) % TABS.length] ?? "split";
  document.getElementById(`tab-${tab.value}`)?.focus();
}

/** Three ways to look at the plan, one at a time. */
export function Curves() {
  return (
    <section class="split">
      <div class="tabs" role="tablist">
        {TABS.map((name) => (
          <button key={name} type="button" role="tab" id={`tab-${name}`} aria-selected={tab.value === name} aria-controls="tab" tabIndex={tab.value === name ? 0 : -1} onClick={() => (tab.value = name)} onKeyDown={turn}>
            {say(name)}
          </button>
        ))}
      </div>
      <div id="tab" role="tabpanel" aria-labelledby={`tab-${tab.value}`}>
        {tab.value === "split" ? <Split /> : tab.value === "survives" ? <Survives /> : <Year />}
      </div>
    </section>
  );
}

/** Failed changes a year by split of the budget, with the plan's dot and today's line. */
function Split() {
  const budget = dealtOut(choice.value);
  const found = now.value;
  const told = say("split_what", { budget: days(budget) });
  if (!found) return <p class="sub">{told}</p>;
  const drawing = drawn(found, budget);
  return (
    <figure>
      <p class="sub">{told}</p>
      <svg class="curve" viewBox={`0 0 ${WIDE} ${HIGH}`} role="img" aria-label={told}>
        <Ground {...drawing} />
        {choice.value.kind === "mix" && budgetOf(choice.value) ? <Dot {...drawing} /> : null}
      </svg>
      <Numbers
        heads={[say("days_between"), say("year_axis")]}
        rows={() => curve.value.map((point) => [days(point.between), number((changes.value / 100) * point.rate)])}
      />
    </figure>
  );
}

interface Drawing {
  x: (between: number) => number;
  y: (count: number) => number;
  budget: number;
  today: number;
  plan: number;
}

/** Returns the scales of the curve: from what is known of it so far. */
function drawn(found: { plan: Total; today: Total }, budget: number): Drawing {
  const factor = changes.value / 100;
  const [today, plan] = [factor * found.today.rate, factor * found.plan.rate];
  const all = [today, plan, ...curve.value.map((point) => factor * point.rate)];
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const room = 0.15 * (most - least || 1);
  return {
    x: scaleLinear([0, budget], [4, WIDE - 12]),
    y: scaleLinear([least - 2 * room, most + room], [HIGH - 36, 30]),
    budget,
    today,
    plan,
  };
}

/** What stands behind the dot: the curve, other plans, today, and where the split hardly matters. */
function Ground({ x, y, budget, today }: Drawing) {
  const factor = changes.value / 100;
  const points = curve.value;
  const whole = points.length === splits(budget).length;
  const band = whole ? nearLowest(points) : null;
  const path = line<Point>((point) => x(point.between), (point) => y(factor * point.rate)).curve(curveMonotoneX)(points);
  const right = x(budget);
  const aside = projector.value ? 100 : 70;
  const other = whole ? data.plans.filter((each) => onCurve(each.name, budget)) : [];
  return (
    <>
      {band ? <rect class="band" x={x(band[0])} width={Math.max(2, x(band[1]) - x(band[0]))} y={30} height={HIGH - 66} /> : null}
      {band ? (
        <text class="q halo" x={Math.min(right - aside, Math.max(aside, (x(band[0]) + x(band[1])) / 2))} y={HIGH - 42} text-anchor="middle">
          {say("too_small")}
        </text>
      ) : null}
      <line class="zero" x1={0} x2={right} y1={y(today)} y2={y(today)} />
      <text class="b halo" x={right} y={y(today) - 8} text-anchor="end">
        {say("today_count", { count: rounded(today) })}
      </text>
      <path class="line" d={path ?? ""} />
      {other.map((each) => {
        const { edge: between } = sidesOf(choiceOf(each.name));
        const near = points.reduce((best, point) => (Math.abs(point.between - between) < Math.abs(best.between - between) ? point : best));
        return <circle key={each.name} class="open" cx={x(between)} cy={y(factor * near.rate)} r="5" />;
      })}
      <line class="axis" x1={0} x2={right} y1={HIGH - 30} y2={HIGH - 30} />
      <text class="cb" x={0} y={HIGH - 8}>
        {say("all_inside")}
      </text>
      <text class="q" x={right / 2} y={HIGH - 8} text-anchor="middle">
        {say("half")}
      </text>
      <text class="eb" x={right} y={HIGH - 8} text-anchor="end">
        {say("all_between")}
      </text>
    </>
  );
}

/** The plan's dot with its range; *Show again* moves it from where it was. */
function Dot({ x, y, budget, today, plan }: Drawing) {
  const factor = changes.value / 100;
  const former = shown.value < 1 && before.value ? { at: sidesOf(before.value).edge, total: totalOf(before.value) } : null;
  const { edge } = sidesOf(choice.value);
  const moved = (from: number, to: number) => from + shown.value * (to - from);
  const at = former?.total?.n ? moved(Math.min(budget, former.at), edge) : edge;
  const count = former?.total?.n ? moved(factor * former.total.rate, plan) : plan;
  const ends = range.value;
  const [left, high] = [x(at) > x(budget) / 2, y(count)];
  // the words stand on the side of the line that it does not take
  const beside = curve.value.find((point) => (left ? point.between > at - 0.3 * budget : point.between > at + 0.2 * budget));
  const over = beside !== undefined && y(factor * beside.rate) > high + 1;
  return (
    <g>
      {ends ? <line class="rng" x1={x(at)} x2={x(at)} y1={Math.max(30, y(today - factor * ends[0]))} y2={Math.min(HIGH - 36, y(today - factor * ends[1]))} /> : null}
      <circle class="dot" cx={x(at)} cy={high} r="9" />
      <text class="b big halo" x={left ? x(at) - 14 : x(at) + 14} y={over ? high - 14 : Math.min(HIGH - 62, high + 24)} text-anchor={left ? "end" : "start"}>
        {say("plan_count", { count: rounded(count) })}
      </text>
    </g>
  );
}

function onCurve(name: string, budget: number): boolean {
  const chosen = choiceOf(name);
  const { core, edge, other } = sidesOf(chosen);
  return chosen.kind === "mix" && other === 0 && Math.abs(core + edge - budget) < 0.5;
}

/** The splits that do no worse than the best by what matters; null where that is all or nothing. */
function nearLowest(points: readonly Point[]): [number, number] | null {
  const lowest = Math.min(...points.map((point) => point.rate));
  const near = points.filter((point) => point.rate - lowest <= data.matters);
  const [first, last] = [near[0], near.at(-1)];
  return first && last && near.length > 1 && near.length < points.length ? [first.between, last.between] : null;
}

/** Of ten facts, how many are right at each step of each way. */
function Survives() {
  const found = now.value;
  if (!found) return null;
  const [today, plan] = [found.today.part("retention"), found.plan.part("retention")];
  const share = (part: Float64Array, step: number) => (10 * (part[3 * step] ?? NaN)) / (part[3 * step + 1] ?? NaN);
  const rows = data.kinds.flatMap((kind) =>
    kind.route.map((teams, n) => ({
      key: `${kind.name} ${n}`,
      kind: n ? "" : kind.name,
      teams: teams.join(", "),
      today: share(today, kind.firstStep + n),
      plan: share(plan, kind.firstStep + n),
    })),
  );
  return (
    <figure>
      <p class="sub">{say("survives_what")}</p>
      <div class="scroll">
      <table class="steps">
        <thead>
          <tr>
            <td />
            <th scope="col">{say("today")}</th>
            <th scope="col">{say("your_plan")}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key} class={row.kind ? "begins" : ""}>
              <th scope="row">
                {row.kind ? <b>{row.kind}: </b> : null}
                {row.teams}
              </th>
              <td>{number(row.today, 2)}</td>
              <td>
                <b>{number(row.plan, 2)}</b>
              </td>
              <td>
                <svg width="80" height="12" aria-hidden="true">
                  <rect class="lg" width={8 * (row.today || 0)} height="12" />
                  <rect class="ink-f" y="3" width={8 * (row.plan || 0)} height="6" />
                </svg>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      </div>
    </figure>
  );
}

const MARKS = 20;

/** Twenty equally likely years of today and of the plan, as they would be counted. */
function Year() {
  const found = now.value;
  if (!found) return null;
  const a_year = 260 / data.window;
  const rows = [
    { name: say("today"), years: quantiles(struckOf(found.today, a_year)), ink: "any-f" },
    { name: say("your_plan"), years: quantiles(struckOf(found.plan, a_year)), ink: "ink-f" },
  ];
  const all = rows.flatMap((row) => row.years);
  const x = scaleLinear([Math.min(...all), Math.max(...all)], [14, WIDE - 14]).nice();
  const high = 88;
  return (
    <figure>
      <p class="sub">{say("year_what", { n: whole(found.plan.n) })}</p>
      <svg class="curve" viewBox={`0 0 ${WIDE} ${2 * high + 64}`} role="img" aria-label={say("year_axis")}>
        {rows.map((row, n) => (
          <g key={row.name}>
            <text class="b" x={0} y={n * high + 16}>
              {row.name}
            </text>
            {stacked(row.years, x).map(([cx, up], at) => (
              <circle key={at} class={row.ink} cx={cx} cy={(n + 1) * high - 8 - 13 * up} r="6" />
            ))}
            <line class="axis" x1={0} x2={WIDE} y1={(n + 1) * high} y2={(n + 1) * high} />
          </g>
        ))}
        {x.ticks(5).map((tick) => (
          <text key={tick} class="q" x={x(tick)} y={2 * high + 22} text-anchor="middle">
            {whole(tick)}
          </text>
        ))}
        <text class="q" x={WIDE} y={2 * high + 46} text-anchor="end">
          {say("year_axis")}
        </text>
      </svg>
      <Numbers heads={["", say("year_axis")]} rows={() => rows.map((row) => [row.name, `${rounded(row.years[2] ?? NaN)} – ${rounded(row.years[MARKS - 3] ?? NaN)}`])} />
    </figure>
  );
}

/** Failed changes of each simulated year as they struck: a count, or of 100 where counts are not told. */
function struckOf(total: Total, scale: number): number[] {
  return total.struck.map((each, n) => (data.outside ? (100 * each) / (total.released[n] ?? 1) : each * scale));
}

function quantiles(struck: readonly number[]): number[] {
  const sorted = [...struck].sort((a, b) => a - b);
  return Array.from({ length: MARKS }, (_, n) => sorted[Math.floor(((n + 0.5) / MARKS) * sorted.length)] ?? NaN);
}

/** Places marks side by side, one above another where they would lie on each other. */
function stacked(years: readonly number[], x: (value: number) => number): [number, number][] {
  const piles = new Map<number, number>();
  return years.map((year) => {
    const slot = Math.round(x(year) / 13);
    const up = piles.get(slot) ?? 0;
    piles.set(slot, up + 1);
    return [slot * 13, up];
  });
}
