// The reveal: today's line, all dots at once, another year's luck; ties are marked.
import { signal } from "@preact/signals";
import { daysOf, groupsOf } from "./entry.ts";
import { kept, room, round, tell } from "./store.ts";

const HIGH = 600;
const [TOP, FOOT, LEFT, RIGHT] = [74, 142, 100, 40];
/** Which single year is shown, 0 the mean of all; and whether all hands are. */
export const luck = signal(0);
export const everyHand = signal(false);

interface Dot {
  table: string;
  hand: string;
  rate: number;
}

export function otherYear(n: 0 | 1): void {
  const years = round(n).hands[""]?.years.length ?? 0;
  luck.value = years ? (luck.value % years) + 1 : 0;
}

function rateOf(n: 0 | 1, hand: string): number {
  const found = round(n).hands[hand];
  return (luck.value ? found?.years[luck.value - 1] : found?.rate) ?? NaN;
}

/** Returns the ends of the axis: all that can be seen under any luck lies between them. */
function ends(n: 0 | 1): [number, number] {
  const { cards, full } = room();
  const used = Object.values(kept.value.hands[n]);
  const hands = Object.entries(round(n).hands);
  const some = hands.filter(([hand]) => hand === "" || used.includes(hand) || daysOf(hand, cards) >= full);
  const means = some.map(([, each]) => each.rate);
  const years = hands.filter(([hand]) => hand === "" || used.includes(hand)).flatMap(([, each]) => each.years);
  const all = [...means, ...years];
  return [Math.min(...all), Math.max(...all)];
}

export function Dots({ n }: { n: 0 | 1 }) {
  const wide = n ? 1640 : 1180;
  const [low, high] = ends(n);
  const y = (rate: number) => TOP + ((high - rate) / (high - low || 1)) * (HIGH - TOP - FOOT);
  const shown = kept.value.shown[n];
  const today = rateOf(n, "");
  const tables = Object.entries(kept.value.hands[n]).sort(([a], [b]) => Number(a) - Number(b));
  const dots = tables.map(([table, hand]): Dot => ({ table, hand, rate: rateOf(n, hand) }));
  const x = (at: number) => LEFT + 130 + ((wide - LEFT - RIGHT - 130) * (at + 0.5)) / Math.max(1, dots.length);
  const sorted = [...dots].sort((a, b) => a.rate - b.rate || Number(a.table) - Number(b.table));
  const [first, second] = luck.value ? [] : [sorted[0], sorted.at(-1)];
  const grid = gridOf(low, high);
  return (
    <svg class="r-dots" viewBox={`0 0 ${wide} ${HIGH}`} role="img" aria-label={spoken(dots, today, shown)}>
      {grid.map((each) => (
        <g key={each} class="r-grid">
          <line x1={LEFT} x2={wide} y1={y(each)} y2={y(each)} />
          {shown && y(each) > y(today) - 74 && y(each) < y(today) + 24 ? null : (
            <text x={LEFT - 16} y={y(each) + 10} text-anchor="end">
              {each}
            </text>
          )}
        </g>
      ))}
      {shown > 0 ? (
        <g class="r-line" style={{ transform: `translateY(${y(today)}px)` }}>
          <line x1="0" x2={wide} />
          <text x="0" y="-16">
            {tell("today", { rate: today.toFixed(1) })}
          </text>
        </g>
      ) : null}
      {shown > 1 && everyHand.value ? <Hands n={n} y={y} /> : null}
      {shown > 1
        ? dots.map((dot, at) => (
            <g key={dot.table} class="r-dot" style={{ transform: `translate(${x(at)}px,${y(dot.rate)}px)` }}>
              {dot === first || dot === second ? <circle class="r-ring" r="42" /> : null}
              <circle r="30" />
              <text class="r-in" y="10" text-anchor="middle">
                {dot.table}
              </text>
              <text class={dot === first || dot === second ? "r-rate r-big" : "r-rate"} y={dot === second && first !== second ? -56 : dot === first ? 90 : 76} text-anchor="middle">
                {dot.rate.toFixed(1)}
              </text>
              {dots.length < 9 && first !== second && (dot === first || dot === second) ? (
                <text class="r-speaks" y={dot === second ? -104 : 128} text-anchor={at === 0 ? "start" : at === dots.length - 1 ? "end" : "middle"} x={at === 0 ? -40 : at === dots.length - 1 ? 40 : 0}>
                  {tell(dot === first ? "first" : "second")}
                </text>
              ) : null}
            </g>
          ))
        : null}
    </svg>
  );
}

/** All full hands that could have been bought, in grey. */
function Hands({ n, y }: { n: 0 | 1; y: (rate: number) => number }) {
  const { cards, full } = room();
  const hands = Object.keys(round(n).hands).filter((hand) => daysOf(hand, cards) >= full);
  return (
    <g class="r-hands">
      {hands.map((hand, at) => (
        <circle key={hand} cx={LEFT + 20 + 20 * (at % 5)} cy={y(rateOf(n, hand))} r="7" />
      ))}
    </g>
  );
}

function gridOf(low: number, high: number): number[] {
  const step = [0.5, 1, 2, 5, 10, 20].find((each) => (high - low) / each <= 6) ?? 50;
  const first = Math.ceil(low / step) * step;
  return Array.from({ length: Math.max(0, Math.floor((high - first) / step) + 1) }, (_, at) => first + at * step);
}

function spoken(dots: readonly Dot[], today: number, shown: number): string {
  const line = shown > 0 ? tell("today", { rate: today.toFixed(1) }) : "";
  const told = shown > 1 ? dots.map((dot) => `${tell("table", { n: dot.table })} ${dot.rate.toFixed(1)}`) : [];
  return [line, ...told].filter(Boolean).join("; ") || tell("dots_note");
}

/** Which tables are a tie, and hours to restore where they moved; nothing before the dots. */
export function Under({ n }: { n: 0 | 1 }) {
  if (kept.value.shown[n] < 2) return null;
  const { hands } = round(n);
  const dots = Object.entries(kept.value.hands[n]).map(([table, hand]) => ({ table, hand, rate: hands[hand]?.rate ?? NaN }));
  const groups = groupsOf(dots, (a, b) => hands[a]?.ties.includes(b) ?? false).map((group) => list(group));
  const today = hands[""]?.hours ?? NaN;
  const faster = dots.filter(({ hand }) => (hands[hand]?.hours ?? NaN) < 0.95 * today);
  const told = faster.map(({ table, hand }) => `${tell("table", { n: table })} ${(hands[hand]?.hours ?? NaN).toFixed(1)}`);
  return (
    <div class="r-under">
      {groups.length && !luck.value ? <p>{tell("ties", { groups: groups.join("; ") })}</p> : null}
      {told.length && !luck.value ? <p>{tell("hours", { today: today.toFixed(1), tables: told.join(", ") })}</p> : null}
      <p class="r-quiet">
        {luck.value
          ? tell("luck_is", { n: String(luck.value) })
          : tell("mean_is", { years: String(room().years) })}
      </p>
    </div>
  );
}

function list(tables: readonly string[]): string {
  const sorted = [...tables].sort((a, b) => Number(a) - Number(b));
  return `${sorted.slice(0, -1).join(", ")} ${tell("and")} ${sorted.at(-1)}`;
}
