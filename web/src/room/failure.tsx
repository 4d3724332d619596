// One failure: as the teams saw it up to the cross, two votes, and again with what fell.
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { data, logOf, standing } from "../state.ts";
import { axisOf, failuresOf, lifeOf, placed, rowsOf, timeAt, type Failure, type Life } from "../replay.ts";
import { eventsOf } from "../story.ts";
import { whole } from "../words.ts";
import { voteOf } from "./entry.ts";
import { Company, votesOf } from "./map.tsx";
import { Entry, Timer } from "./parts.tsx";
import { change, kept, put, room, tell } from "./store.ts";

const LASTS = 14_000;
const found = signal<{ failure: Failure; life: Life } | null>(null);
/** How far each of the two showings has come, from 0 to 1. */
export const at = [signal(0), signal(0)] as const;
export const playing = signal(false);
let looking = false;

/** Runs the year in which it happened, and finds it in the log. */
async function look(): Promise<void> {
  if (looking || standing.value !== "ready") return;
  looking = true;
  const { structure, year, first } = room();
  const rows = rowsOf(await logOf({ structure, bought: [], capacity: false, stops: null }, year));
  const failure = failuresOf(rows, data).find((each) => each.error === first.error);
  if (failure) found.value = { failure, life: lifeOf(rows, failure, data) };
}

/** Plays or pauses what is on the screen; one event further where motion is not wanted. */
export function play(n: 0 | 1): void {
  const here = at[n];
  if (here.value >= 1) here.value = 0;
  if (!matchMedia("(prefers-reduced-motion: reduce)").matches) {
    playing.value = !playing.value;
    return;
  }
  const story = told(n === 1);
  const next = story?.events.map((each) => placed(story.axis, each.time)).find((place) => place > here.value + 1e-9);
  here.value = next ?? 1;
}

function told(fell: boolean) {
  if (!found.value) return null;
  const { failure, life } = found.value;
  const seen = fell ? life : { ...life, paged: [], undone: null, restored: null };
  const events = eventsOf(seen, failure, true, true).filter((each) => fell || !each.hidden);
  return { life: seen, events, axis: axisOf(seen) };
}

function Scene({ n }: { n: 0 | 1 }) {
  void look();
  const fell = n === 1;
  useEffect(() => {
    let frame = 0;
    let last = 0;
    const step = (time: number) => {
      if (last) at[n].value = Math.min(1, at[n].value + (time - last) / LASTS);
      if (at[n].value >= 1) playing.value = false;
      last = time;
      if (playing.value) frame = requestAnimationFrame(step);
    };
    if (playing.value) frame = requestAnimationFrame(step);
    return () => cancelAnimationFrame(frame);
  }, [playing.value, n]);
  const story = told(fell);
  if (!story) return <Company />;
  const { first } = room();
  const time = timeAt(story.axis, at[n].value);
  const now = story.events.filter((each) => placed(story.axis, each.time) <= at[n].value + 1e-9).at(-1);
  const route = data.kinds.find((kind) => kind.name === first.kind)?.route ?? [];
  const votes = fell ? undefined : votesOf(kept.value.closed[0] ? 1 : 0);
  return (
    <>
      <p class="r-caption" role="status" aria-live={playing.value ? "off" : "polite"}>
        <span class="r-quiet">{tell("day", { day: whole(time) })}</span> {now?.text ?? (fell ? heading(story.life) : "")}
      </p>
      <Company votes={votes} scene={{ shown: first, life: story.life, route, time, fell }} />
    </>
  );
}

function heading(life: Life): string {
  const { first } = room();
  return tell("in_use", { kind: upper(first.kind), title: first.title, begun: whole(life.arrived) });
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function Fails() {
  const story = told(false);
  const { first } = room();
  if (!story || at[0].value < 1) return <p class="r-lead">{story ? heading(story.life) : ""}</p>;
  const live = whole(story.life.released);
  return <p class="r-lead">{tell("fails_on", { kind: upper(first.kind), title: first.title, live, day: whole(first.time) })}</p>;
}

export function Call() {
  const { closed } = kept.value;
  const question: 0 | 1 = closed[0] ? 1 : 0;
  const teams = data.teams.map(({ name }) => ({ name, shown: name }));
  const handovers = data.handovers.map(({ name }) => ({ name, shown: name.replace(" -> ", " → ") }));
  const places = question ? [...teams, ...handovers, { name: "", shown: tell("nobody") }] : teams;
  const hint = tell("votes_hint", { place: data.teams[0]?.name ?? "" });
  const take = ({ place, tables }: { place: string; tables: number }) =>
    change({ votes: put(kept.value.votes, question, { ...kept.value.votes[question], [place]: tables }) });
  const count = Object.values(kept.value.votes[question]).reduce((sum, each) => sum + each, 0);
  const close = (value: boolean) => change({ closed: put(closed, question, value) });
  const nobody = kept.value.votes[1][""] ?? 0;
  return (
    <div class="r-fill">
      <div class="r-top">
        <h1>{tell(question ? "began" : "call")}</h1>
        <Timer name="call" />
      </div>
      <Fails />
      <Scene n={0} />
      <div class="r-row">
        <button class="r-btn" type="button" onClick={() => play(0)}>
          {tell(playing.value ? "pause" : "play")}
        </button>
        <b>{count === 1 ? tell("voted_one") : tell("voted", { n: String(count) })}</b>
        {question && nobody ? (
          <span>
            {tell("nobody")}: <b>{nobody}</b>
          </span>
        ) : null}
        {closed[question] ? (
          <button class="r-btn" type="button" onClick={() => close(false)}>
            {tell("open_vote")}
          </button>
        ) : (
          <>
            <Entry key={question} label={tell("votes_entry")} hint={hint} read={(text) => voteOf(text, places)} take={take} />
            <button class="r-btn r-main" type="button" onClick={() => close(true)}>
              {tell("close_vote")}
            </button>
          </>
        )}
      </div>
      {question ? null : (
        <p class="r-locked">
          <span>{tell("began")}</span> {tell("began_note")} {tell("opens")}
        </p>
      )}
    </div>
  );
}

export function Fell() {
  const { first } = room();
  const done = at[1].value >= 1;
  const [source = "", target = ""] = first.origin.split(" -> ");
  const day = whole(first.born);
  const began =
    first.side === "between"
      ? tell("fell_between", { source, target, day, fact: first.fact || first.how })
      : first.side === "inside"
        ? tell("fell_inside", { who: first.origin, day })
        : tell("fell_nobody");
  const votes = kept.value.votes[1];
  const all = Object.values(votes).reduce((sum, each) => sum + each, 0);
  return (
    <div class="r-fill">
      <h1>{tell("fell")}</h1>
      <Scene n={1} />
      <div class="r-row">
        <button class="r-btn r-main" type="button" onClick={() => play(1)}>
          {tell(playing.value ? "pause" : "play")}
        </button>
      </div>
      {done ? (
        <div class="r-lead" role="status">
          <p>
            <b>{began}</b> {all ? tell("fell_votes", { n: String(votes[first.origin] ?? 0), all: String(all) }) : ""}{" "}
            {tell("fell_called", { who: first.called, n: whole(first.time - first.born) })}
          </p>
          <p>{tell("fell_right", { who: first.called })}</p>
        </div>
      ) : null}
    </div>
  );
}
