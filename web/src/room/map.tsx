// The company from left to right: for the story, for votes, and for a failure's way through it.
import { data } from "../state.ts";
import type { Life } from "../replay.ts";
import { kept, room, tell } from "./store.ts";
import type { Shown } from "./types.ts";

const WIDE = 1640;
const LIVE = 150;
const HIGH = 150;
const DOWN = 205;

interface Box {
  column: number;
  x: number;
  y: number;
  wide: number;
}

interface Ground {
  boxes: Map<string, Box>;
  high: number;
}

/** Returns where teams stand: columns along the work, members of a column stacked. */
export function groundOf(columns: string[][]): Ground {
  const rows = Math.max(1, ...columns.map((column) => column.length));
  const each = (WIDE - LIVE) / columns.length;
  const wide = Math.min(330, each * 0.72);
  const boxes = new Map<string, Box>();
  columns.forEach((column, n) => {
    column.forEach((team, m) => {
      boxes.set(team, { x: n * each + 3, y: 10 + DOWN * ((rows - column.length) / 2 + m), wide, column: n });
    });
  });
  return { boxes, high: 10 + rows * DOWN };
}

interface Way {
  d: string;
  middle: [number, number];
}

/** Returns the way of a handover: across a gap, up or down within a column, or under what lies between. */
export function wayOf(source: Box, target: Box, foot: number): Way {
  const [sx, tx] = [source.x + source.wide, target.x - 4];
  const [sy, ty] = [source.y + HIGH / 2, target.y + HIGH / 2];
  if (source.column === target.column) {
    const down = target.y > source.y;
    const x = source.x + source.wide * 0.6;
    const [from, to] = down ? [source.y + HIGH, target.y - 4] : [source.y, target.y + HIGH + 4];
    return { d: `M${x} ${from}V${to}`, middle: [x, (from + to) / 2] };
  }
  if (target.column === source.column + 1) {
    const middle = (sx + tx) / 2;
    return { d: `M${sx} ${sy}C${middle} ${sy} ${middle} ${ty} ${tx} ${ty}`, middle: [middle, (sy + ty) / 2] };
  }
  const [from, to] = [source.x + source.wide * 0.75, target.x + target.wide / 2];
  const deep = foot + 60;
  const d = `M${from} ${source.y + HIGH}C${from + 80} ${deep} ${to} ${deep} ${to} ${target.y + HIGH + 4}`;
  return { d, middle: [(from + to) / 2, foot + 22] };
}

interface Given {
  votes?: { teams: Record<string, number>; handovers: Record<string, number> } | undefined;
  /** A failure's way so far, and whether what fell is shown. */
  scene?: { shown: Shown; life: Life; route: string[][]; time: number; fell: boolean };
}

export function Company({ votes, scene }: Given) {
  const ground = groundOf(room().columns);
  const used = data.handovers.filter((each) => data.graph.ways[each.name]);
  const origin = scene?.fell && scene.time >= scene.shown.born ? scene.shown.origin : null;
  const high = ground.high + 20;
  return (
    <svg class="r-map" viewBox={`0 0 ${WIDE} ${high}`} role="img" aria-label={data.teams.map((team) => team.name).join(", ")}>
      <defs>
        <marker id="r-tip" viewBox="0 0 10 10" refX="8" refY="5" markerUnits="userSpaceOnUse" markerWidth="24" markerHeight="24" orient="auto-start-reverse">
          <path d="M0 0L10 5L0 10Z" />
        </marker>
      </defs>
      {used.map((each) => {
        const [source, target] = [ground.boxes.get(each.source), ground.boxes.get(each.target)];
        if (!source || !target) return null;
        const way = wayOf(source, target, ground.high - 30);
        const said = votes?.handovers[each.name] ?? 0;
        return (
          <g key={each.name} class={origin === each.name ? "r-way r-origin" : "r-way"}>
            <path d={way.d} marker-end="url(#r-tip)" />
            {origin === each.name && scene ? <Fell words={scene.shown.fact || scene.shown.how} at={way.middle} foot={ground.high + 6} /> : null}
            {said ? (
              <g transform={`translate(${way.middle[0]} ${way.middle[1]})`}>
                <circle r="32" />
                <text y="13" text-anchor="middle">
                  {said}
                </text>
              </g>
            ) : null}
          </g>
        );
      })}
      {data.teams.map(({ name }) => {
        const box = ground.boxes.get(name);
        if (!box) return null;
        const said = votes?.teams[name] ?? 0;
        const called = scene && scene.time >= scene.life.failed && scene.fell && scene.shown.called === name;
        return (
          <g key={name} class={`r-team${said ? " r-said" : ""}${origin === name ? " r-origin" : ""}${called ? " r-called" : ""}`}>
            <rect x={box.x} y={box.y} width={box.wide} height={HIGH} rx="8" />
            <text class="r-name" x={box.x + 22} y={box.y + 52} textLength={long(name, box.wide) || undefined} lengthAdjust="spacingAndGlyphs">
              {name}
            </text>
            {votes ? (
              <text class={said ? "r-votes" : "r-votes r-none"} x={box.x + box.wide - 18} y={box.y + 122} text-anchor="end">
                {said}
              </text>
            ) : null}
            {called ? (
              <text class="r-tag" x={box.x + 22} y={box.y + 124}>
                {tell("called_tag")}
              </text>
            ) : null}
          </g>
        );
      })}
      {scene ? <Item {...scene} ground={ground} /> : null}
    </svg>
  );
}

/** What fell, with its words, under the gap that it fell into; it stays. */
function Fell({ words, at, foot }: { words: string; at: [number, number]; foot: number }) {
  const half = 9 * words.length;
  const x = Math.max(half, Math.min(WIDE - half, at[0]));
  return (
    <g class="r-fell">
      <path d={`M${at[0]} ${at[1]}V${foot - 32}`} />
      <text x={x} y={foot} text-anchor="middle">
        {words}
      </text>
    </g>
  );
}

/** Returns the length that a name is drawn in where it would not fit its box; else 0. */
function long(name: string, wide: number): number {
  return name.length * 19 > wide - 40 ? wide - 40 : 0;
}

/** The item on its way: on every team that has it, between teams, in use, and failed. */
function Item({ shown, life, route, time, fell, ground }: NonNullable<Given["scene"]> & { ground: Ground }) {
  const failed = time >= life.failed;
  const spots = spotsOf(life, route, time, ground);
  const many = Math.max(1, Math.min(12, life.facts));
  const gone = fell && shown.side === "between" && time >= shown.born;
  const x = WIDE - LIVE / 2 + 20;
  return (
    <g class="r-item">
      <line class="r-use" x1={WIDE - LIVE - 6} x2={WIDE - LIVE - 6} y1="10" y2={ground.high - 60} />
      <text class="r-tag" x={x} y="44" text-anchor="middle">
        {tell("use")}
      </text>
      {spots.map(([left, top], n) => (
        <g key={n} transform={`translate(${left} ${top})`}>
          <rect class="r-card" x="-66" y="-24" width="132" height="48" rx="6" />
          {Array.from({ length: many }, (_, at) => (
            <rect key={at} class={gone && at === many - 1 ? "r-gone" : "r-fact"} x={-58 + (116 / many) * at} y="-8" width={(116 / many) * 0.7} height="16" />
          ))}
        </g>
      ))}
      {failed ? <path class="r-cross" d={`M${x - 42} 92L${x + 42} 176M${x + 42} 92L${x - 42} 176`} /> : null}
    </g>
  );
}

function spotsOf(life: Life, route: string[][], time: number, ground: Ground): [number, number][] {
  const at = (team: string, share: number): [number, number] => {
    const box = ground.boxes.get(team);
    return box ? [box.x + box.wide * share, box.y + HIGH - 8] : [0, 0];
  };
  if (time >= life.released) return [[WIDE - LIVE / 2 + 20, ground.high / 2 + 40]];
  const active = life.visits.filter((each) => each.begin <= time && time < each.end);
  if (active.length) {
    return active.map((each) => at(each.team, 0.3 + 0.4 * ((time - each.begin) / (each.end - each.begin || 1))));
  }
  const next = life.visits.filter((each) => each.begin > time).sort((a, b) => a.begin - b.begin)[0];
  const last = life.visits.filter((each) => each.end <= time).sort((a, b) => b.end - a.end)[0];
  const to = next ? at(next.team, 0.3) : ([WIDE - LIVE, ground.high / 2] as [number, number]);
  const from = last ? at(last.team, 0.7) : at(route[0]?.[0] ?? "", 0.3);
  const [begin, end] = [last?.end ?? life.arrived, next?.begin ?? life.released];
  const share = (time - begin) / (end - begin || 1);
  return [[from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share]];
}

/** Votes of a question, split by what they are about. */
export function votesOf(question: 0 | 1): Given["votes"] {
  const all = kept.value.votes[question];
  const teams: Record<string, number> = {};
  const handovers: Record<string, number> = {};
  for (const [name, count] of Object.entries(all)) (name.includes(" -> ") ? handovers : teams)[name] = count;
  return { teams, handovers };
}
