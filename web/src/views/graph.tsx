import { computed, effect, signal } from "@preact/signals";
import type { Spot } from "../data.ts";
import { before, changes, choice, data, now, picked, planOf, shownAgain, totalOf } from "../state.ts";
import { change, days, number, rate, say } from "../words.ts";

const WIDE = 660;
const ROW = 124;
const BOX = 0.5;
const MOST = 24;
const LASTS = 1400;

interface Place {
  name: string;
  title: string;
  side: "core" | "edge";
  today: number;
  plan: number;
}

/** How far *Show again* has come from the former picture to the present one; 1 when done. */
const shown = signal(1);
effect(() => {
  if (!shownAgain.value) return;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const begun = performance.now();
  const step = (time: number) => {
    const share = Math.min(1, (time - begun) / LASTS);
    shown.value = still && share < 1 ? 0 : share;
    if (share < 1) requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
});

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

const most = computed(() => Math.max(1e-9, ...places.value.map((place) => place.today)));
const chosen = computed(() => {
  const all = places.value;
  const named = all.find((place) => place.name === picked.value);
  return named ?? all.reduce<Place | null>((best, place) => (place.today > (best?.today ?? 0) ? place : best), null);
});

function anyway(): [number, number] {
  const found = now.value;
  return [found?.today.places().at(-1) ?? NaN, found?.plan.places().at(-1) ?? NaN];
}

function sideSum(side: "core" | "edge"): [number, number] {
  const mine = places.value.filter((place) => place.side === side);
  return [mine.reduce((sum, place) => sum + place.today, 0), mine.reduce((sum, place) => sum + place.plan, 0)];
}

/** The organisation: wide where failures begin, today in grey behind the plan. */
export function Graph() {
  const { graph } = data;
  const high = graph.rows * ROW;
  const boxes = Object.entries(graph.boxes);
  const [inside, between, outside] = [sideSum("core"), sideSum("edge"), anyway()];
  const ways = data.handovers.filter((each) => graph.ways[each.name]);
  return (
    <section class="net">
      <h2>
        {say("where")} <span class="what">{say("where_what")}</span>
      </h2>
      {places.value.length ? (
        <p class="sub">
          <b class="core">
            {say("inside")} {number(inside[0], 2)} → {number(inside[1], 2)}
          </b>{" "}
          <b class="edge">
            {say("between")} {number(between[0], 2)} → {number(between[1], 2)}
          </b>{" "}
          <span>
            {say("anyway")} {number(outside[1], 2)}
          </span>
        </p>
      ) : null}
      <svg class="graph" viewBox={`0 0 ${WIDE} ${high}`} role="group" aria-label={say("where")}>
        {ways.map(({ name }) => (
          <Ghost key={name} name={name} />
        ))}
        {ways.map(({ name }) => (
          <Way key={name} name={name} />
        ))}
        {boxes.map(([name, spot]) => (
          <Team key={name} name={name} spot={spot} />
        ))}
        {ways.map(({ name }) => (
          <Badge key={name} name={name} />
        ))}
      </svg>
      <details class="fold same quiet">
        <summary>{say("numbers")}</summary>
        <div class="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">{say("begun")}</th>
                <th scope="col">{say("today")}</th>
                <th scope="col">{say("your_plan")}</th>
              </tr>
            </thead>
            <tbody>
              {ranked().map((place) => (
                <tr key={place.name}>
                  <th scope="row">{place.title}</th>
                  <td>{number(place.today, 2)}</td>
                  <td>{number(place.plan, 2)}</td>
                </tr>
              ))}
              <tr>
                <th scope="row">{say("anyway")}</th>
                <td>{number(outside[0], 2)}</td>
                <td>{number(outside[1], 2)}</td>
              </tr>
            </tbody>
          </table>
        </div>
      </details>
    </section>
  );
}

function ranked(): Place[] {
  return [...places.value].sort((a, b) => b.today - a.today);
}

function placeOf(name: string): Place | undefined {
  return places.value.find((place) => place.name === name);
}

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
  const today = placeOf(name)?.today ?? 0;
  const path = pathOf(name);
  return (
    <g>
      <path class="gl" d={path} stroke-width={widthOf(today) + 2} />
      <path class="gf" d={path} stroke-width={widthOf(today)} />
    </g>
  );
}

function Way({ name }: { name: string }) {
  const place = placeOf(name);
  const path = pathOf(name);
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
    tabIndex: 0,
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

function Badge({ name }: { name: string }) {
  const place = placeOf(name);
  if (!place || place.today < most.value / 20) return null;
  const curves = data.graph.ways[name] ?? [];
  const middle = curves[Math.floor(curves.length / 2)];
  const [a, b, c, d] = middle ?? [];
  if (!a || !b || !c || !d) return null;
  const [x, y] = [0, 1].map((n) => ((a[n] ?? 0) + 3 * (b[n] ?? 0) + 3 * (c[n] ?? 0) + (d[n] ?? 0)) / 8);
  const apart = Math.abs((d[0] - a[0]) * WIDE) > Math.abs((d[1] - a[1]) * ROW) ? [0, -8] : [9 + widthOf(place.today) / 2, 4];
  return (
    <text class="b halo" x={(x ?? 0) * WIDE + (apart[0] ?? 0)} y={(y ?? 0) * ROW + (apart[1] ?? 0)}>
      {number(place.plan, 2)}
    </text>
  );
}

function Team({ name, spot }: { name: string; spot: Spot }) {
  const place = placeOf(name);
  const on = chosen.value?.name === name;
  const wide = data.graph.wide * WIDE;
  const high = BOX * ROW;
  const [left, top] = [spot[0] * WIDE - wide / 2, spot[1] * ROW - high / 2];
  const [today, plan] = [place?.today ?? 0, place?.plan ?? 0].map((value) => Math.min(high - 14, Math.max(1, widthOf(value))));
  const middle = top + high / 2;
  return (
    <g class="team" {...pickable(name)}>
      <rect class={on ? "node on" : "node"} x={left} y={top} width={wide} height={high} rx="9" />
      <rect class="ng" x={left + 13} y={middle - (today ?? 1) / 2} width="11" height={today} rx="2.5" />
      <rect class="core-f" x={left + 13} y={middle - (plan ?? 1) / 2} width="11" height={plan} rx="2.5" />
      <text class="b" x={left + 34} y={middle - 4}>
        {short(name, (wide - 42) / 8)}
      </text>
      <text class="cb" x={left + 34} y={middle + 16}>
        {number(place?.plan ?? NaN, 2)}
      </text>
    </g>
  );
}

function short(name: string, most: number): string {
  return name.length <= most ? name : `${name.slice(0, Math.max(1, Math.floor(most) - 1))}…`;
}

/** All places by what begins there: the graph for the keyboard and the telephone, with its card. */
export function Places() {
  const all = ranked();
  const on = chosen.value;
  return (
    <section class="places" aria-label={say("begun")}>
      <ol class="list">
        {all.map((place) => (
          <li key={place.name} class={place.name === on?.name ? "on" : ""}>
            <button type="button" aria-pressed={place.name === on?.name} onClick={() => (picked.value = place.name)}>
              <span class="pn">{place.title}</span>
              <span class="pv">
                {number(place.today, 2)} → <b>{number(place.plan, 2)}</b>
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

/** What fails at one place, what stands there today, and who can decide. */
function Card({ place }: { place: Place }) {
  const handover = data.handovers.find((each) => each.name === place.name);
  const team = data.teams.find((each) => each.name === place.name);
  const factor = changes.value / 100;
  return (
    <div class="card">
      <p class="cs">
        <b>{rate(place.plan)}</b> {say("from_here", { today: rate(place.today) })}{" "}
        {say("a_year", { change: change(factor * (place.today - place.plan)) })}
      </p>
      <h3>{say(handover ? "carries" : "makes")}</h3>
      <p>
        {handover?.carries ?? team?.makes}
        {team && team.people !== null ? `. ${say("people_there", { people: number(team.people) })}` : ""}
      </p>
      {handover?.told.length ? (
        <table class="lost">
          <caption>{say("as_told")}</caption>
          <tbody>
            {handover.told.map(({ words, tenths }) => (
              <tr key={words}>
                <th scope="row">{words}</th>
                <td>{rate(tenths)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      <h3>{say("buys")}</h3>
      <Bought place={place.name} />
      <h3>{say("decides")}</h3>
      <p>{handover?.decides ?? team?.decides}</p>
    </div>
  );
}

function Bought({ place }: { place: string }) {
  const found = boughtAt(place);
  if (!found.length) return <p>{say("buys_none")}</p>;
  return (
    <ul class="buys">
      {found.map(({ words, spent }) => (
        <li key={words}>
          {words}: {say("buys_days", { days: spent < 1 && !data.outside ? number(spent, 1) : days(spent) })}
        </li>
      ))}
    </ul>
  );
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
