import { computed, effect, signal } from "@preact/signals";
import { callRule, choice, data, logOf, same, standing, toldOf, TODAY, choiceOf } from "../state.ts";
import {
  axisOf,
  drawn,
  failuresOf,
  lifeOf,
  rowsOf,
  sameFailure,
  teaching,
  type Failure as Failed,
  type Life,
  type Row,
} from "../replay.ts";
import { eventsOf, originOf, placeOf, stays, titleOf, type Told } from "../story.ts";
import { number, rounded, say } from "../words.ts";
import { CallRule } from "./call-rule.tsx";
import { Player } from "./player.tsx";

type Stage = "seen" | "fell" | "ten" | "luck";
const STAGES: readonly Stage[] = ["seen", "fell", "ten", "luck"];
const YEARS = 12;
const TEN = 10;

export interface Story {
  year: number;
  rows: Row[];
  failures: Failed[];
  failure: Failed;
  life: Life;
}

const stage = signal<Stage>("seen");
const story = signal<Story | null>(null);
const none = signal(false);
const whom = signal<string | null>(null);
const where = signal<string | null>(null);
let looking = false;

/** Looks for a year of today in which a change failed. */
async function look(): Promise<void> {
  if (looking) return;
  looking = true;
  for (let year = 0; year < YEARS; year++) {
    const rows = rowsOf(await logOf(toldOf(TODAY), year));
    const failures = failuresOf(rows, data);
    const plan = failuresOf(rowsOf(await logOf(toldOf(choiceOf(data.start)), year)), data);
    const failure = teaching(failures, data, plan);
    if (failure) {
      story.value = { year, rows, failures, failure, life: lifeOf(rows, failure, data) };
      return;
    }
  }
  none.value = true;
}

/** One failure: first as the teams saw it, then with what fell, then others, drawn. */
export function Failure() {
  if (standing.value === "ready") void look();
  const found = story.value;
  if (!found) {
    return (
      <main class="wrap replay">
        <h1>{say("failure")}</h1>
        <p role="status">{say(none.value ? "fails_not" : "year_runs")}</p>
      </main>
    );
  }
  return (
    <main class="wrap replay">
      <div class="top">
        <div>
          <h1>{say("failure")}</h1>
          <p class="quiet">
            {say("chosen", { n: String(found.failures.length) })}{" "}
            {found.year ? say("later", { years: String(found.year) }) : ""} {say("made", { date: data.made })}
          </p>
        </div>
        <div class="stages" role="group" aria-label={say("failure")}>
          {STAGES.map((name) => (
            <button key={name} type="button" aria-pressed={stage.value === name} onClick={() => (stage.value = name)}>
              {say(name)}
            </button>
          ))}
        </div>
      </div>
      <Staged found={found} />
    </main>
  );
}

function Staged({ found }: { found: Story }) {
  if (stage.value === "ten") return <Ten found={found} />;
  if (stage.value === "luck") return <Luck found={found} />;
  const fell = stage.value === "fell";
  const { failure } = found;
  // whom the company called is told after the vote only
  const life = fell ? found.life : { ...found.life, paged: [], undone: null, restored: null };
  const events = eventsOf(life, failure, true, true).filter((each) => fell || !each.hidden);
  return (
    <div>
      <h2 class="vh">{say(stage.value)}</h2>
      {fell ? <p class="told">{stays(failure)}</p> : null}
      <Player key={stage.value} story={{ ...found, life }} axis={axisOf(life)} events={events} fell={fell} />
      {fell ? null : <Votes failure={failure} />}
    </div>
  );
}

/** Two questions, and only then whom the company called, and where it began. */
function Votes({ failure }: { failure: Failed }) {
  const teams = data.teams.map((each) => each.name);
  const places = [...teams, ...data.handovers.map((each) => each.name), ""];
  const { called } = failure;
  const days = number(failure.time - failure.born, 2);
  const cause = say(`cause_${failure.mechanism}`);
  return (
    <div class="votes">
      <Question name="who" options={teams} vote={whom.value} give={(vote) => (whom.value = vote)} />
      {whom.value === null ? null : (
        <Question name="began" options={places} vote={where.value} give={(vote) => (where.value = vote)} />
      )}
      {whom.value === null || where.value === null ? null : (
        <div class="told" role="status">
          <p>{say("you_called", { vote: whom.value, called })}</p>
          <p>{say("you_began", { vote: placeOf(where.value), origin: originOf(failure), cause, days })}</p>
          <button class="btn main" type="button" onClick={() => (stage.value = "fell")}>
            {say("show_fell")}
          </button>
        </div>
      )}
    </div>
  );
}

interface Asked {
  name: string;
  options: string[];
  vote: string | null;
  give: (vote: string) => void;
}

function Question({ name, options, vote, give }: Asked) {
  return (
    <fieldset>
      <legend>{say(name)}</legend>
      {options.map((option) => (
        <button key={option} class="btn" type="button" aria-pressed={vote === option} onClick={() => give(option)}>
          {placeOf(option)}
        </button>
      ))}
    </fieldset>
  );
}

/** Ten failures by lot, then all of the year: who is called, and where it began. */
function Ten({ found }: { found: Story }) {
  const { failures } = found;
  const none = failures.filter((each) => each.mechanism !== 0).length;
  const first = ({ called, mends }: Failed) => (callRule.value === "last" ? called : mends);
  return (
    <div class="ten">
      <p class="told">{say("none_inside", { n: rounded((100 * none) / failures.length) })}</p>
      <p>{say("ten_what", { n: String(failures.length) })}</p>
      <div class="scroll" tabIndex={0} role="region" aria-label={say("ten")}>
        <table>
          <thead>
            <tr>
              {["number", "what", "called_col", "began_col", "cause_col"].map((name) => (
                <th key={name} scope="col">
                  {say(name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {drawn(failures, TEN).map((failure, n) => (
              <tr key={failure.error}>
                <th scope="row">{n + 1}</th>
                <td>{titleOf(failure)}</td>
                <td>{first(failure)}</td>
                <td class={failure.origin === first(failure) ? "" : "apart"}>{placeOf(failure.origin)}</td>
                <td>{say(`cause_${failure.mechanism}`)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <CallRule />
      <h2>{say("scale", { n: String(failures.length) })}</h2>
      <div class="pair">
        <Bars title={say("called_col")} counts={counted(failures.map(first))} whole={failures.length} />
        <Bars title={say("began_col")} counts={counted(failures.map((each) => placeOf(each.origin)))} whole={failures.length} />
      </div>
    </div>
  );
}

function counted(names: string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

function Bars({ title, counts, whole }: { title: string; counts: [string, number][]; whole: number }) {
  return (
    <table class="bars">
      <caption>{title}</caption>
      <tbody>
        {counts.map(([name, count]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{data.outside ? rounded((100 * count) / whole) : count}</td>
            <td>
              <svg width="100%" height="12" aria-hidden="true">
                <rect class="ink-f" width={`${(100 * count) / whole}%`} height="12" />
              </svg>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface Other {
  events: Told[];
  ends: "luck_same" | "luck_gone" | "luck_open";
}

const other = signal<Other | null>(null);
effect(() => {
  const found = story.value;
  const chosen = choice.value;
  if (!found || stage.value !== "luck" || same(chosen, TODAY)) return;
  other.value = null;
  void logOf(toldOf(chosen), found.year).then((log) => {
    if (same(chosen, choice.value)) other.value = otherLife(rowsOf(log), found.failure);
  });
});

/** Returns what became of the same change under another plan. */
function otherLife(rows: Row[], failure: Failed): Other {
  const arrived = rows.find((row) => row.event === 0 && row.place === failure.kind && row.a === failure.arrival);
  const item = arrived?.item ?? -2;
  const again = failuresOf(rows, data).find(
    (each) => sameFailure(each, failure),
  );
  const born = rows.find(
    (row) => row.event === 7 && row.item === item && row.c === 0 && row.a === failure.mechanism && row.b === failure.fact && row.step === failure.step,
  );
  const mine: Failed = again ?? { ...failure, item, error: -2, born: born?.time ?? failure.born };
  const life = lifeOf(rows, mine, data);
  const released = rows.some((row) => row.event === 12 && row.item === item);
  const events = eventsOf(life, mine, Boolean(again ?? born), Boolean(again)).filter((each) => released || each.time < life.released);
  return { events, ends: again ? "luck_same" : released ? "luck_gone" : "luck_open" };
}

const named = computed(() => data.plans.find((plan) => same(choiceOf(plan.name), choice.value))?.name ?? say("your_mix"));

/** The same change under the same luck, today and with the reader's plan. */
function Luck({ found }: { found: Story }) {
  if (same(choice.value, TODAY)) return <p class="told">{say("luck_today")}</p>;
  const today = eventsOf(found.life, found.failure, true, true);
  const plan = other.value;
  const texts = (events: Told[]) => events.map((each) => each.text.replace(/[\d.,]+/g, ""));
  const [one, two] = [texts(today), texts(plan?.events ?? [])];
  const apart = one.findIndex((text, n) => text !== two[n]);
  return (
    <div class="luck">
      <p>{say("luck_what", { plan: named.value })}</p>
      {plan ? <p class="told">{say(plan.ends)}</p> : <p role="status">{say("year_runs")}</p>}
      <div class="pair">
        <Listed title={say("today")} events={today} apart={plan ? apart : -1} />
        {plan ? <Listed title={named.value} events={plan.events} apart={apart} /> : null}
      </div>
    </div>
  );
}

function Listed({ title, events, apart }: { title: string; events: Told[]; apart: number }) {
  return (
    <section>
      <h2>{title}</h2>
      <ol class="events">
        {events.map((each, n) => (
          <li key={n} class={n === apart ? "apart" : each.wrong ? "wrong" : ""}>
            <span class="quiet">{say("day", { day: number(each.time) })}</span> {each.text}
            {n === apart ? <b> ({say("parts")})</b> : null}
          </li>
        ))}
      </ol>
    </section>
  );
}
