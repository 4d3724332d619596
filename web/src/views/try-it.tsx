import { useEffect } from "preact/hooks";
import {
  before,
  canUndo,
  changes,
  choice,
  choiceOf,
  choose,
  curve,
  data,
  grab,
  inOrder,
  now,
  release,
  reset,
  same,
  shownAgain,
  sidesOf,
  split,
  standing,
  totalOf,
  undo,
  RUNS,
  type Choice,
} from "../state.ts";
import { change, days, mixed, number, rounded, say, turned, whole } from "../words.ts";
import { Graph, Places } from "./graph.tsx";
import { Practices, SomePlaces, Plans } from "./practices.tsx";
import { Curves } from "./curves.tsx";

/** The what-if: one slider, what it does, where, and what else could be set. */
export function TryIt() {
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key === "z") undo();
    };
    addEventListener("keydown", keys);
    return () => removeEventListener("keydown", keys);
  }, []);
  const { core, edge } = sidesOf(choice.value);
  return (
    <main class="try">
      <h1 class="vh">{say("try")}</h1>
      <div class="wrap say">
        <p>
          {mixed(choice.value)} {turned(curve.value, core + edge)}
        </p>
        <p class="src">
          {say("made", { date: data.made })} {data.organisations ? say("middle") : ""}
        </p>
      </div>
      <Slider />
      <div class="wrap stage">
        <Graph />
        <Places />
        <Curves />
      </div>
      <div class="wrap tools">
        <Practices />
        <SomePlaces />
        <Plans />
        <p class="acts">
          <button class="btn" type="button" disabled={!canUndo.value} onClick={undo}>
            {say("undo")}
          </button>
          <button class="btn" type="button" onClick={reset}>
            {say("reset")}
          </button>
          <button class="btn" type="button" disabled={!before.value} onClick={() => shownAgain.value++}>
            {say("again")}
          </button>
        </p>
      </div>
      <Progress />
    </main>
  );
}

function Progress() {
  const n = totalOf(choice.value)?.n ?? 0;
  const told = n >= RUNS ? say("settled", { n: whole(RUNS) }) : say("refining", { n: whole(n), all: whole(RUNS) });
  return <p class="wrap refine">{now.value ? told : ""}</p>;
}

function Slider() {
  const { core, edge } = sidesOf(choice.value);
  const budget = core + edge || data.days.budget;
  const on = standing.value === "ready";
  const stops = data.plans.filter((plan) => plan.levers && plan.name !== "today" && onSlider(plan.levers));
  const set = (between: number) => choose(split(choice.value, budget - between, between));
  const more = (days: number) => {
    const next = Math.min(data.days.most, Math.max(0, budget + days));
    const share = core + edge > 0 ? edge / (core + edge) : 0.5;
    choose(split(choice.value, next * (1 - share), next * share));
  };
  const { step } = data.days;
  return (
    <div class="wrap ctl">
      <div>
        <p class="ends">
          <span class="core">
            <b>{days(core)}</b> {say("days_inside")}
          </span>
          <span class="edge">
            <b>{days(edge)}</b> {say("days_between")}
          </span>
        </p>
        <input
          type="range"
          min={0}
          max={budget}
          step={step}
          value={edge}
          disabled={!on}
          aria-label={say("slider", { budget: days(budget) })}
          aria-valuetext={spoken(core, edge)}
          onPointerDown={grab}
          onPointerUp={release}
          onPointerCancel={release}
          onInput={(event) => set(Number(event.currentTarget.value))}
        />
        <ul class="stops">
          {stops.map((plan) => {
            const mine = sidesOf(choiceOf(plan.name));
            const at = mine.edge / (mine.core + mine.edge);
            return (
              <li key={plan.name} class={at < 0.15 ? "first" : at > 0.85 ? "last" : "mid"} style={{ left: `${100 * at}%` }}>
                <button
                  type="button"
                  aria-pressed={same(choiceOf(plan.name), choice.value)}
                  disabled={!on}
                  onClick={() => choose(choiceOf(plan.name))}
                >
                  {plan.name}
                </button>
              </li>
            );
          })}
        </ul>
      </div>
      <div class="money">
        <p>
          <b>{say("days_year", { days: days(budget) })}</b>
          {say("people", { people: number(budget / 260, 2) })}
          <br />
          {data.money
            ? say("money", { money: rounded(budget * data.money.day), currency: data.money.currency })
            : ""}
        </p>
        <button class="step" type="button" disabled={!on} aria-label={say("less_money", { step: days(step) })} onClick={() => more(-step)}>
          −
        </button>
        <button class="step" type="button" disabled={!on} aria-label={say("more_money", { step: days(step) })} onClick={() => more(step)}>
          +
        </button>
      </div>
    </div>
  );
}

/** Whether a plan spends on both sides as the slider does, and on nothing else. */
function onSlider(levers: Record<string, number>): boolean {
  const mix: Choice = { kind: "mix", levers: inOrder(levers), without: [] };
  const { core, edge, other } = sidesOf(mix);
  return other === 0 && core + edge > 0 && same(split(mix, core, edge), mix);
}

function spoken(core: number, edge: number): string {
  const plan = totalOf(choice.value);
  const found = now.value;
  const factor = changes.value / 100;
  const count = plan && plan.n ? rounded(factor * plan.rate) : "";
  const fall = found ? change(factor * (found.today.rate - found.plan.rate)) : "";
  return say("spoken", { between: days(edge), inside: days(core), count, change: fall });
}
