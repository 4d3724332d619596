import { computed, useComputed } from "@preact/signals";
import type { Spot } from "../data.ts";
import { before, changes, choice, data, narrow, now, picked, planOf, shown, totalOf } from "../state.ts";
import { change, days, number, rate, say } from "../words.ts";
import { Fold, Numbers } from "./fold.tsx";
import { Three } from "./risk.tsx";

const WIDE = 660;
const ROW = 124;
const BOX = 0.5;
const MOST = 24;

interface Place {
  name: string;
  title: string;
  side: "core" | "edge";
  today: number;
  plan: number;
}

/** Failures per 100 changes that start at each place: today and with the plan. */
const places = computed((): Place[] => {
  const found = now.value;
  if (!found) return [];
  const today = found.today.places();
  let plan = found.plan.places();
  const former = shown.value < 1 && before.value ? totalOf(before.value) : null;
  if (former?.n) {
    const from = former.places();
    plan = plan.map((value, n) => (from[n] ?? value) + shown.value * (value - (from[n] ?? value)));
  }
  return [...data.teams, ...data.handovers].map(({ name }, n) => ({
    name,
    title: name.replace(" -> ", " → "),
    side: n < data.teams.length ? "core" : "edge",
    today: today[n] ?? 0,
    plan: plan[n] ?? 0,
  }));
});

const named = computed(() => new Map(places.value.map((place) => [place.name, place])));
const most = computed(() => Math.max(1e-9, ...places.value.map((place) => place.today)));
const chosen = computed(() => {
  const all = places.value;
  return named.value.get(picked.value ?? "") ?? all.reduce<Place | null>((best, place) => (place.today > (best?.today ?? 0) ? place : best), null);
});

function anyway(): [number, number] {
  const found = now.value;
  return [found?.today.places().at(-1) ?? NaN, found?.plan.places().at(-1) ?? NaN];
}

function sideSum(side: "core" | "edge"): [number, number] {
  const mine = places.value.filter((place) => place.side === side);
  return [mine.reduce((sum, place) => sum + place.today, 0), mine.reduce((sum, place) => sum + place.plan, 0)];
}

/** The organisation: wide where failures begin, today in grey behind the plan; each mark is drawn by itself. */
export function Graph() {
  const { graph } = data;
  const ways = data.handovers.filter((each) => graph.ways[each.name]);
  return (
    <section class="net">
      <h2>
        {say("where")} <span class="what">{say("grey")}</span>
      </h2>
      <p class="what">{say("where_what")}</p>
      <Sums />
      <svg class="graph" viewBox={`0 0 ${WIDE} ${graph.rows * ROW}`} role="group" aria-label={say("where")}>
        {ways.map(({ name }) => (
          <Ghost key={name} name={name} />
        ))}
        {ways.map(({ name }) => (
          <Way key={name} name={name} />
        ))}
        {Object.entries(graph.boxes).map(([name, spot]) => (
          <Team key={name} name={name} spot={spot} />
        ))}
        <Badges />
      </svg>
      <Numbers heads={[say("begun"), say("today"), say("your_plan")]} rows={table} />
    </section>
  );
}

function Sums() {
  if (!places.value.length) return null;
  const [inside, between, outside] = [sideSum("core"), sideSum("edge"), anyway()];
  return (
    <p class="sub">
      <b class="core">
        {say("inside")} {number(inside[0], 2)} → {number(inside[1], 2)}
      </b>
      <b class="edge">
        {say("between")} {number(between[0], 2)} → {number(between[1], 2)}
      </b>
      <span>
        {say("anyway")} {few(outside[1])}
      </span>
    </p>
  );
}

function Badges() {
  return (
    <g>
      {badges().map(({ name, text, x, y }) => (
        <text key={name} class="b halo" x={x} y={y}>
          {text}
        </text>
      ))}
    </g>
  );
}

function table(): string[][] {
  const [today, plan] = anyway();
  const rows = ranked().map((place) => [place.title, few(place.today), few(place.plan)]);
  return [...rows, [say("anyway"), few(today), few(plan)]];
}

function ranked(): Place[] {
  return [...places.value].sort((a, b) => b.today - a.today);
}

function placeOf(name: string): Place | undefined {
  return named.value.get(name);
}

const paths = new Map(Object.keys(data?.graph.ways ?? {}).map((name) => [name, pathOf(name)]));

function pathOf(name: string): string {
  const at = ([x, y]: Spot) => `${(x * WIDE).toFixed(1)} ${(y * ROW).toFixed(1)}`;
  const curves = data.graph.ways[name] ?? [];
  return curves
    .map(([a, b, c, d], n) => (a && b && c && d ? `${n ? "" : `M${at(a)}`}C${at(b)} ${at(c)} ${at(d)}` : ""))
    .join("");
}

function widthOf(value: number): number {
  return Math.max(1.5, (MOST * value) / most.value);
}

function Ghost({ name }: { name: string }) {
  const width = useComputed(() => widthOf(placeOf(name)?.today ?? 0)).value;
  const path = paths.get(name) ?? "";
  return (
    <g>
      <path class="gl" d={path} stroke-width={width + 2} />
      <path class="gf" d={path} stroke-width={width} />
    </g>
  );
}

function Way({ name }: { name: string }) {
  const place = placeOf(name);
  const path = paths.get(name) ?? "";
  const on = chosen.value?.name === name;
  const last = data.graph.ways[name]?.at(-1);
  return (
    <g class="way" {...pickable(name)}>
      <path class="hit" d={path} />
      {on ? <path class="sel" d={path} stroke-width={widthOf(place?.plan ?? 0) + 4} /> : null}
      <path class="ef" d={path} stroke-width={widthOf(place?.plan ?? 0)} />
      {last ? <Head curve={last} width={widthOf(place?.plan ?? 0)} /> : null}
    </g>
  );
}

/** What makes a mark of the graph a button: for the mouse, the keyboard, and who does not see it. */
function pickable(name: string) {
  const place = placeOf(name);
  const values = { place: place?.title ?? name, plan: rate(place?.plan ?? NaN), today: rate(place?.today ?? NaN) };
  return {
    role: "button",
    tabindex: 0, // in SVG an attribute's name is taken as it is spelled
    "aria-pressed": chosen.value?.name === name,
    "aria-label": say("place_told", values),
    onClick: () => (picked.value = name),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      picked.value = name;
    },
  } as const;
}

/** The tip of an arrow, in the direction in which its curve ends. */
function Head({ curve, width }: { curve: Spot[]; width: number }) {
  const [, , bend, end] = curve;
  if (!bend || !end) return null;
  const angle = Math.atan2((end[1] - bend[1]) * ROW, (end[0] - bend[0]) * WIDE);
  const size = Math.max(5, width / 2 + 3);
  const turn = `translate(${end[0] * WIDE} ${end[1] * ROW}) rotate(${(angle * 180) / Math.PI})`;
  return <path class="eh" transform={turn} d={`M${-size} ${-size}L1 0L${-size} ${size}Z`} />;
}

interface Badge {
  name: string;
  text: string;
  x: number;
  y: number;
}

/** Where on its way a number may stand, best first. */
const ALONG = [0.5, 0.35, 0.65, 0.25, 0.75, 0.15, 0.85];
const HIGH_TEXT = 18;

/** The numbers of handovers, each where no team and no other number stands; left out where it is nowhere. */
function badges(): Badge[] {
  const found: Badge[] = [];
  const half = (data.graph.wide * WIDE) / 2;
  const taken = Object.values(data.graph.boxes).map(([x, y]) => [x * WIDE - half, y * ROW - (BOX * ROW) / 2, x * WIDE + half, y * ROW + (BOX * ROW) / 2]);
  for (const place of ranked()) {
    if (!data.graph.ways[place.name] || place.today < most.value / 20) continue;
    const text = few(place.plan);
    const wide = 9 * text.length;
    for (const share of ALONG) {
      const [x, y] = spotOn(place, share, wide);
      const box = [x, y - HIGH_TEXT + 4, x + wide, y + 2];
      if (taken.some((other) => overlap(box, other))) continue;
      taken.push(box);
      found.push({ name: place.name, text, x, y });
      break;
    }
  }
  return found;
}

function overlap([a = 0, b = 0, c = 0, d = 0]: number[], [e = 0, f = 0, g = 0, h = 0]: number[]): boolean {
  return a < g && e < c && b < h && f < d;
}

/** Returns where a number beside a way begins, so far along it. */
function spotOn(place: Place, share: number, wide: number): [number, number] {
  const curves = data.graph.ways[place.name] ?? [];
  const at = Math.min(curves.length - 1, Math.floor(share * curves.length));
  const [a, b, c, d] = curves[at] ?? [];
  if (!a || !b || !c || !d) return [0, 0];
  const t = share * curves.length - at;
  const [p = 0, q = 0] = [0, 1].map((n) => (1 - t) ** 3 * (a[n] ?? 0) + 3 * t * (1 - t) ** 2 * (b[n] ?? 0) + 3 * t * t * (1 - t) * (c[n] ?? 0) + t ** 3 * (d[n] ?? 0));
  const flat = Math.abs((d[0] - a[0]) * WIDE) > Math.abs((d[1] - a[1]) * ROW);
  const aside = widthOf(place.today) / 2;
  return flat ? [p * WIDE - wide / 2, q * ROW - aside - 4] : [p * WIDE + aside + 7, q * ROW + 5];
}

function Team({ name, spot }: { name: string; spot: Spot }) {
  const place = placeOf(name);
  const on = chosen.value?.name === name;
  const wide = data.graph.wide * WIDE;
  const high = BOX * ROW;
  const [left, top] = [spot[0] * WIDE - wide / 2, spot[1] * ROW - high / 2];
  const [today, plan] = [place?.today ?? 0, place?.plan ?? 0].map((value) => Math.min(high - 14, Math.max(1, widthOf(value))));
  const middle = top + high / 2;
  const lines = lined(name, (wide - 34) / 9);
  const above = middle - 4 - 9 * (lines.length - 1);
  return (
    <g class="team" {...pickable(name)}>
      <rect class={on ? "node on" : "node"} x={left} y={top} width={wide} height={high} rx="9" />
      <rect class="ng" x={left + 9} y={middle - (today ?? 1) / 2} width="10" height={today} rx="2.5" />
      <rect class="core-f" x={left + 9} y={middle - (plan ?? 1) / 2} width="10" height={plan} rx="2.5" />
      {lines.map((line, n) => (
        <text key={n} class="b" x={left + 27} y={above + 18 * n}>
          {line}
        </text>
      ))}
      <text class="cb" x={left + 27} y={above + 18 * lines.length + 2}>
        {few(place?.plan ?? NaN)}
      </text>
    </g>
  );
}

/** A name in one line, or in two where it is longer; cut only where two are not enough. */
function lined(name: string, most: number): string[] {
  const fits = [...name.matchAll(/\s+/g)].filter((gap) => gap.index <= most).at(-1);
  if (name.length <= most || !fits) return [short(name, most)];
  return [name.slice(0, fits.index), short(name.slice(fits.index).trim(), most)];
}

function short(name: string, most: number): string {
  return name.length <= most ? name : `${name.slice(0, Math.max(1, Math.floor(most) - 1))}…`;
}

/** All places by what begins there, where there is no room for the graph, and the card of one of them. */
export function Places() {
  const on = chosen.value;
  const all = narrow.value ? ranked() : on ? [on] : [];
  return (
    <section class="places" aria-label={say("begun")}>
      <ol class="list">
        {all.map((place) => (
          <li key={place.name} class={place.name === on?.name ? "on" : ""}>
            <button type="button" aria-pressed={place.name === on?.name} onClick={() => (picked.value = place.name)}>
              <span class="pn">{place.title}</span>
              <span class="pv">
                {few(place.today)} → <b>{few(place.plan)}</b>
              </span>
              <svg width="100%" height="12" aria-hidden="true">
                <rect class="lg" width={`${(100 * place.today) / most.value}%`} height="12" />
                <rect class={place.side === "core" ? "core-f" : "edge-f"} y="2" width={`${(100 * place.plan) / most.value}%`} height="8" />
              </svg>
            </button>
            {place.name === on?.name ? <Card place={place} /> : null}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** What fails at one place, what gets lost there, and who can decide. */
function Card({ place }: { place: Place }) {
  const handover = data.handovers.find((each) => each.name === place.name);
  const team = data.teams.find((each) => each.name === place.name);
  const factor = changes.value / 100;
  return (
    <div class="card">
      <p class="ct">{place.title}</p>
      <p class="cs">
        <b>{few(place.plan)}</b> {say("from_here", { today: few(place.today) })}{" "}
        {say("a_year", { change: change(factor * (place.today - place.plan)) })}
      </p>
      <h3>{say(handover ? "carries" : "makes")}</h3>
      <p>
        {handover?.carries ?? team?.makes}
        {team && team.people !== null ? `. ${say("people_there", { people: number(team.people, 2) })}` : ""}
      </p>
      <Causes place={place} />
      {handover ? <Three handover={handover.name} /> : null}
      <h3>{say("decides")}</h3>
      <p>{handover?.decides ?? team?.decides}</p>
      <Bought place={place.name} />
    </div>
  );
}

/** How failures begin at a place, per 100 changes: today and with the plan. */
function Causes({ place }: { place: Place }) {
  const found = now.value;
  if (!found) return null;
  const number = places.value.findIndex(({ name }) => name === place.name);
  const [today, plan] = [found.today.causes(number), found.plan.causes(number)];
  const rows = today.map((each, cause) => ({ cause, today: each, plan: plan[cause] ?? NaN })).filter((each) => each.today > 0);
  return (
    <table class="lost">
      <thead>
        <tr>
          <th scope="col">{say("lost")}</th>
          <th scope="col">{say("today")}</th>
          <th scope="col">{say("your_plan")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.cause}>
            <th scope="row">{say(`cause_${row.cause}`)}</th>
            <td>{few(row.today)}</td>
            <td>{few(row.plan)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Bought({ place }: { place: string }) {
  const found = boughtAt(place);
  if (!found.length) return null;
  const all = found.reduce((sum, { spent }) => sum + spent, 0);
  return (
    <Fold summary={say("buys", { days: daysOf(all) })}>
      {() => (
        <table class="lost">
          <tbody>
            {found.map(({ words, spent }) => (
              <tr key={words}>
                <th scope="row">{words}</th>
                <td>{daysOf(spent)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Fold>
  );
}

function daysOf(spent: number): string {
  return spent < 1 && spent > 0 && !data.outside ? number(spent, 1) : days(spent);
}

/** A number of failures, in as many digits as its size is worth. */
function few(value: number): string {
  return number(value, value < 1 ? 1 : 2);
}

function boughtAt(place: string): { words: string; spent: number }[] {
  const now = choice.value;
  if (now.kind === "plan") {
    return (planOf(now.name)?.places ?? [])
      .filter(([, where]) => where === place)
      .map(([lever, , spent]) => ({ words: data.levers.find((each) => each.name === lever)?.words ?? lever, spent }));
  }
  return data.levers.flatMap((lever) => {
    const some = lever.offers.filter((each) => !now.without.includes(each.place));
    const mine = some.find((each) => each.place === place);
    const total = some.reduce((sum, each) => sum + each.weight, 0);
    const spent = mine ? ((now.levers[lever.name] ?? 0) * mine.weight) / total : 0;
    return spent > 0 ? [{ words: lever.words, spent }] : [];
  });
}
