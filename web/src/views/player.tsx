import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { data } from "../state.ts";
import { isInside, LOST, placed, timeAt, type Life, type Stretch } from "../replay.ts";
import { factOf, titleOf, type Told } from "../story.ts";
import { number, say } from "../words.ts";
import type { Story } from "./failure.tsx";

const WIDE = 1100;
const HIGH = 430;
const DECK = 160;
const SLAB = 58;
const GAP = 0.75;
const LASTS = 16_000;
const SPEEDS = [0.5, 1, 4];

interface Shown {
  story: Story;
  axis: Stretch[];
  events: Told[];
  fell: boolean;
}

/** Plays a story: every picture is made of its time alone. */
export function Player({ story, axis, events, fell }: Shown) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const at = useSignal(0);
  const playing = useSignal(false);
  const speed = useSignal(1);
  useEffect(() => {
    let frame = 0;
    let last = 0;
    const step = (time: number) => {
      if (playing.value && last) {
        at.value = Math.min(1, at.value + ((time - last) * speed.value) / LASTS);
        if (at.value >= 1) playing.value = false;
      }
      last = playing.value ? time : 0;
      if (playing.value) frame = requestAnimationFrame(step);
    };
    if (playing.value) frame = requestAnimationFrame(step);
    return () => cancelAnimationFrame(frame);
  }, [playing.value]);
  const time = timeAt(axis, at.value);
  const now = events.reduce((found, each, n) => (placed(axis, each.time) <= at.value + 1e-9 ? n : found), -1);
  const jump = (n: number) => {
    playing.value = false;
    at.value = placed(axis, events[Math.max(0, Math.min(events.length - 1, n))]?.time ?? 0);
  };
  const toggle = () => {
    if (at.value >= 1) at.value = 0;
    if (still) jump(now + 1);
    else playing.value = !playing.value;
  };
  return (
    <div class="player">
      <p class="caption" role="status" aria-live={playing.value ? "off" : "polite"}>
        <span class="quiet">{say("day", { day: number(time) })}</span> {events[now]?.text ?? ""}
      </p>
      <Scene story={story} time={time} fell={fell} />
      <Axis axis={axis} events={events} at={at.value} life={story.life} />
      <div class="controls">
        <button class="btn" type="button" onClick={() => jump(now - 1)}>
          {say("back")}
        </button>
        <button class="btn main" type="button" onClick={toggle}>
          {say(playing.value ? "pause" : "play")}
        </button>
        <button class="btn" type="button" onClick={() => jump(now + 1)}>
          {say("next")}
        </button>
        <label>
          {say("speed")}{" "}
          <select value={speed.value} onChange={(event) => (speed.value = Number(event.currentTarget.value))}>
            {SPEEDS.map((each) => (
              <option key={each} value={each}>
                {each} ×
              </option>
            ))}
          </select>
        </label>
        <input
          type="range"
          min={0}
          max={1}
          step={0.002}
          value={at.value}
          aria-label={say("on_axis")}
          aria-valuetext={`${say("day", { day: number(time) })}: ${events[now]?.text ?? ""}`}
          onInput={(event) => {
            playing.value = false;
            at.value = Number(event.currentTarget.value);
          }}
        />
      </div>
      <details class="fold" open={matchMedia("(max-width: 43.75rem)").matches}>
        <summary>{say("events", { n: String(events.length) })}</summary>
        <ol class="events">
          {events.map((each, n) => (
            <li key={n} class={each.wrong ? "wrong" : ""}>
              <button type="button" aria-current={n === now ? "step" : undefined} onClick={() => jump(n)}>
                <span class="quiet">{say("day", { day: number(each.time) })}</span> {each.text}
              </button>
            </li>
          ))}
        </ol>
      </details>
    </div>
  );
}

interface Ground {
  unit: number;
  lands: { team: string; step: number; x: number; y: number; high: number }[];
  live: number;
}

/** Returns where each team's land lies: steps from left to right, members of a group stacked. */
function groundOf(route: string[][]): Ground {
  const unit = WIDE / (route.length * (1 + GAP) + 1.1);
  const lands = route.flatMap((teams, step) =>
    teams.map((team, n) => ({
      team,
      step,
      x: step * (1 + GAP) * unit,
      y: DECK + (teams.length > 1 ? (n - (teams.length - 1) / 2) * Math.min(150, 270 / teams.length) + 34 : 0),
      high: 0,
    })),
  );
  for (const land of lands) {
    const under = lands.some((each) => each.step === land.step && each.y > land.y);
    land.high = under ? SLAB : HIGH - land.y;
  }
  return { unit, lands, live: route.length * (1 + GAP) * unit };
}

function Scene({ story, time, fell }: { story: Story; time: number; fell: boolean }) {
  const { life, failure } = story;
  const route = data.kinds[failure.kind]?.route ?? [];
  const ground = groundOf(route);
  const { unit, lands, live } = ground;
  const gap = fell && !isInside(failure) ? gapOf(failure.origin, failure.step, ground) : null;
  const dropped = gap && time >= failure.born;
  const failed = time >= life.failed;
  const origin = fell && isInside(failure) ? lands.find((each) => each.team === failure.origin) : undefined;
  return (
    <svg class="scene" viewBox={`0 0 ${WIDE} ${HIGH}`} role="img" aria-label={titleOf(failure)}>
      {lands.map((land) => (
        <g key={land.team + land.step}>
          <rect class="land" x={land.x} y={land.y} width={unit} height={land.high} />
          <line class="deck" x1={land.x} x2={land.x + unit} y1={land.y} y2={land.y} />
          {named(land.team, unit).map((line, n) => (
            <text key={n} class="b" x={land.x + 12} y={land.y + 26 + 19 * n}>
              {line}
            </text>
          ))}
          {fell && done(life, land.team, land.step, time) ? (
            <text class="q" x={land.x + 12} y={land.y + 27 + 19 * named(land.team, unit).length}>
              {say("intact", { n: String(life.intact[land.step]), all: String(life.facts) })}
            </text>
          ) : null}
        </g>
      ))}
      {gap ? <rect class="pit" x={gap.x - gap.wide / 2} y={gap.top} width={gap.wide} height={gap.bottom - gap.top} /> : null}
      <rect class="live" x={live} y={DECK + 70} width={WIDE - live} height={HIGH - DECK - 70} />
      <text class="b" x={live + 12} y={DECK + 98}>
        {say("live")}
      </text>
      {dropped ? <Fallen x={gap.x} bottom={gap.bottom} wide={gap.wide - 10} words={factOf(failure)} lost={failure.mechanism === LOST} /> : null}
      {origin && time >= failure.born ? (
        <g class="mark">
          <path d={cross(origin.x + unit / 2, origin.y + 70, 9)} />
          {lines(say("started_here"), unit / 8).map((line, n) => (
            <text key={n} x={origin.x + unit / 2} y={origin.y + 100 + 18 * n} text-anchor="middle">
              {line}
            </text>
          ))}
        </g>
      ) : null}
      {fell && failed ? <Back live={live} gap={gap ?? (origin ? { x: origin.x + unit / 2, top: origin.y + 40 } : null)} /> : null}
      <Cards life={life} ground={ground} time={time} lost={fell ? failure.born : Infinity} />
      {failed ? (
        <g class="mark">
          <path d={cross(live + 40, DECK + 22, 20)} />
          {life.paged[0] && time >= life.paged[0].time ? <Called team={life.paged[0].team} ground={ground} /> : null}
        </g>
      ) : null}
    </svg>
  );
}

function done(life: Life, team: string, step: number, time: number): boolean {
  const visit = life.visits.find((each) => each.team === team && each.step === step);
  return life.intact[step] !== undefined && visit !== undefined && time >= visit.end;
}

interface Gap {
  x: number;
  top: number;
  bottom: number;
  wide: number;
}

/** Returns the gap that a handover crosses into a step; between two of one group it lies under the upper. */
function gapOf(origin: string, step: number, ground: Ground): Gap | null {
  const handover = data.handovers.find((each) => each.name === origin);
  const here = ground.lands.filter((each) => each.step === step);
  const target = here.find((each) => each.team === handover?.target);
  const source = here.find((each) => each.team === handover?.source);
  if (!target) return null;
  if (source) {
    const [upper, lower] = [Math.min(source.y, target.y), Math.max(source.y, target.y)];
    return { x: target.x + ground.unit / 2, top: upper + SLAB, bottom: lower, wide: ground.unit };
  }
  const wide = ground.unit * GAP;
  return { x: target.x - wide / 2, top: DECK, bottom: HIGH, wide };
}

function Fallen({ x, bottom, wide, words, lost }: { x: number; bottom: number; wide: number; words: string; lost: boolean }) {
  const texts = lines(words, wide / 9);
  const high = 14 + 17 * texts.length;
  const y = bottom - high + 4;
  return (
    <g class={lost ? "fallen" : "fallen other"} transform={`rotate(-3 ${x} ${y})`}>
      <rect x={x - wide / 2} y={y - 8} width={wide} height={high} rx="5" />
      {texts.map((text, n) => (
        <text key={n} x={x} y={y + 9 + 17 * n} text-anchor="middle">
          {text}
        </text>
      ))}
    </g>
  );
}

/** The way back from the cross to where it began. */
function Back({ live, gap }: { live: number; gap: { x: number; top: number } | null }) {
  if (!gap) return null;
  return (
    <g class="back">
      <path d={`M${live + 16} ${DECK + 22}C${live - 30} 40 ${gap.x + 60} 40 ${gap.x} ${gap.top - 20}V${gap.top + 2}`} />
      <path class="tip" d={`M${gap.x - 9} ${gap.top - 2}L${gap.x} ${gap.top + 14}L${gap.x + 9} ${gap.top - 2}Z`} />
      <text x={gap.x} y={34} text-anchor="middle">
        {say("started_here")}
      </text>
    </g>
  );
}

function Called({ team, ground }: { team: string; ground: Ground }) {
  const land = ground.lands.find((each) => each.team === team) ?? ground.lands.at(-1);
  if (!land) return null;
  const x = land.x + ground.unit / 2;
  return (
    <g class="called">
      <path d={`M${ground.live + 16} ${DECK - 24}H${x}V${land.y - 4}`} />
      <text class="b" x={x} y={DECK - 34} text-anchor="middle">
        {say("calls", { team })}
      </text>
    </g>
  );
}

/** The change: a card on every team that has it, between teams on its way, at the end where it is live. */
function Cards({ life, ground, time, lost }: { life: Life; ground: Ground; time: number; lost: number }) {
  const spots = spotsOf(life, ground, time);
  const missing = time >= lost;
  const many = Math.max(1, Math.min(12, life.facts));
  const each = 76 / many;
  const size = Math.min(11, 0.72 * each);
  return (
    <g>
      {spots.map(([x, y], n) => (
        <g key={n} class="card-mark" transform={`translate(${Math.max(46, x)} ${y})`}>
          <rect x="-44" y="-30" width="88" height="26" rx="5" />
          {Array.from({ length: many }, (_, square) => (
            <rect key={square} class={missing && square === many - 1 ? "gone" : "fact"} x={-38 + each * square} y={-17 - size / 2} width={size} height={size} />
          ))}
        </g>
      ))}
    </g>
  );
}

function spotsOf(life: Life, ground: Ground, time: number): [number, number][] {
  const { unit, lands, live } = ground;
  if (time >= life.released) return [[live + 60, DECK + 70]];
  const active = life.visits.filter((each) => each.begin <= time && time < each.end);
  if (active.length) {
    return active.flatMap((visit): [number, number][] => {
      const land = lands.find((each) => each.team === visit.team && each.step === visit.step);
      if (!land) return [];
      const share = (time - visit.begin) / (visit.end - visit.begin || 1);
      return [[land.x + unit * (0.3 + 0.4 * share), land.y]];
    });
  }
  const next = life.visits.filter((each) => each.begin > time).sort((a, b) => a.begin - b.begin)[0];
  const before = life.visits.filter((each) => each.end <= time).sort((a, b) => b.end - a.end)[0];
  const land = lands.find((each) => each.team === next?.team && each.step === next?.step);
  if (!next || !land) return [[live - (unit * GAP) / 2, DECK]];
  const from = before ? before.end : life.arrived;
  const share = (time - from) / (next.begin - from || 1);
  const start = before ? before.step * (1 + GAP) * unit + unit : land.x;
  return [[start + Math.max(0, land.x - start) * share, DECK]];
}

function Axis({ axis, events, at, life }: { axis: Stretch[]; events: Told[]; at: number; life: Life }) {
  let last = -100;
  return (
    <figure class="axis-of">
      <svg viewBox={`0 0 ${WIDE} 66`} aria-hidden="true">
        {axis.map((each) => {
          const [x, wide] = [each.begin * WIDE, (each.end - each.begin) * WIDE];
          const kind = each.from >= life.failed ? "down" : each.waits ? "wait" : "work";
          return (
            <g key={each.from}>
              <rect class={kind} x={x} y="12" width={wide} height="20" />
              {wide > 64 ? (
                <text class={kind === "wait" ? "q" : "on"} x={x + wide / 2} y="27" text-anchor="middle">
                  {say("for_days", { days: number(each.to - each.from, 2) })}
                </text>
              ) : null}
            </g>
          );
        })}
        {events.map((each, n) => {
          const x = Math.min(WIDE - 10, Math.max(10, placed(axis, each.time) * WIDE));
          if (x - last < 22) return null;
          last = x;
          return (
            <g key={n} class={each.wrong ? "disc wrong" : "disc"}>
              <circle cx={x} cy="51" r="10" />
              <text x={x} y="56" text-anchor="middle">
                {n + 1}
              </text>
            </g>
          );
        })}
        <line class="head-at" x1={at * WIDE} x2={at * WIDE} y1="4" y2="40" />
      </svg>
      <figcaption class="quiet">{say("axis")}</figcaption>
    </figure>
  );
}

function cross(x: number, y: number, size: number): string {
  return `M${x - size} ${y - size}L${x + size} ${y + size}M${x + size} ${y - size}L${x - size} ${y + size}`;
}

function short(name: string, most: number): string {
  return name.length <= most ? name : `${name.slice(0, Math.max(1, Math.floor(most) - 1))}…`;
}

/** A team's name on its land, in two lines at most. */
function named(team: string, unit: number): string[] {
  const most = (unit - 14) / 11.5;
  return lines(team, most).slice(0, 2).map((line) => short(line, most));
}

/** Breaks words into lines of so many signs, four at most. */
function lines(text: string, most: number): string[] {
  const found: string[] = [];
  for (const word of text.split(" ")) {
    const last = found.at(-1);
    if (last !== undefined && last.length + word.length < most) found[found.length - 1] = `${last} ${word}`;
    else found.push(word);
  }
  return found.slice(0, 4);
}
