import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import {
  changes,
  choice,
  choiceOf,
  choose,
  data,
  dealtOut,
  grab,
  inOrder,
  now,
  release,
  same,
  sidesOf,
  split,
  standing,
  totalOf,
  unspent,
  type Choice,
} from "../state.ts";
import type { Plan } from "../data.ts";
import { change, days, number, rounded, say } from "../words.ts";

/** Whether the slider can be seen; where it cannot, a slim one sticks under the header. */
const seen = signal(true);
const APART = 0.3;

/** Days inside against days between teams, and how many there are. */
export function Slider() {
  const { core, edge } = sidesOf(choice.value);
  const left = unspent(choice.value);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const found = box.current;
    if (!found) return undefined;
    const watch = new IntersectionObserver((all) => (seen.value = all.some((each) => each.isIntersecting)), {
      rootMargin: "-120px 0px 0px 0px",
    });
    watch.observe(found);
    return () => watch.disconnect();
  }, []);
  return (
    <div class="wrap ctl">
      <div ref={box}>
        <p class="ends">
          <span class="core">
            <b>{days(core)}</b> {say("days_inside")}
          </span>
          {left ? <span class="left">{say("unspent", { days: days(left) })}</span> : null}
          <span class="edge">
            <b>{days(edge)}</b> {say("days_between")}
          </span>
        </p>
        <Range />
        <Stops />
      </div>
      <Money />
    </div>
  );
}

/** The slider again, where the page has been scrolled past it. */
export function Slim() {
  return seen.value ? null : (
    <div class="slim wrap">
      <Range />
    </div>
  );
}

function Range() {
  const { core, edge } = sidesOf(choice.value);
  const budget = dealtOut(choice.value);
  return (
    <input
      type="range"
      min={0}
      max={budget}
      step={data.days.step}
      value={edge}
      disabled={standing.value !== "ready"}
      aria-label={say("slider", { budget: days(budget) })}
      aria-valuetext={spoken(core, edge)}
      onPointerDown={grab}
      onPointerUp={release}
      onPointerCancel={release}
      onInput={(event) => {
        const between = Number(event.currentTarget.value);
        choose(split(choice.value, budget - between, between));
      }}
    />
  );
}

interface Stop {
  plan: Plan;
  at: number;
  pressed: boolean;
}

/** The plans that the slider can say, where there is room for their names. */
function stopsOf(): Stop[] {
  const all = data.plans
    .filter((plan) => plan.levers && plan.name !== "today" && onSlider(plan.levers))
    .map((plan): Stop => {
      const mine = sidesOf(choiceOf(plan.name));
      return { plan, at: mine.edge / (mine.core + mine.edge), pressed: same(choiceOf(plan.name), choice.value) };
    })
    .sort((a, b) => a.at - b.at);
  const found = all.filter((each) => each.pressed);
  for (const each of all) {
    if (found.every((other) => Math.abs(other.at - each.at) >= APART)) found.push(each);
  }
  return found.sort((a, b) => a.at - b.at);
}

function Stops() {
  return (
    <ul class="stops">
      {stopsOf().map(({ plan, at, pressed }) => (
        <li key={plan.name} class={at < 0.15 ? "first" : at > 0.85 ? "last" : "mid"} style={{ left: `${100 * at}%` }}>
          <button type="button" aria-pressed={pressed} disabled={standing.value !== "ready"} onClick={() => choose(choiceOf(plan.name))}>
            {plan.name}
          </button>
        </li>
      ))}
    </ul>
  );
}

function Money() {
  const { core, edge } = sidesOf(choice.value);
  const budget = dealtOut(choice.value);
  const { step, most } = data.days;
  const more = (by: number) => {
    const next = Math.min(most, Math.max(0, budget + by));
    const share = core + edge > 0 ? edge / (core + edge) : 0.5;
    choose(split(choice.value, next * (1 - share), next * share));
  };
  const off = standing.value !== "ready";
  return (
    <div class="money">
      <p>
        <b>{say("days_year", { days: days(budget) })}</b>
        {say("people", { people: number(budget / 260, 2) })}
        <br />
        {data.money ? say("money", { money: rounded(budget * data.money.day), currency: data.money.currency }) : ""}
      </p>
      <button class="step" type="button" disabled={off} aria-label={say("less_money", { step: days(step) })} onClick={() => more(-step)}>
        −
      </button>
      <button class="step" type="button" disabled={off} aria-label={say("more_money", { step: days(step) })} onClick={() => more(step)}>
        +
      </button>
    </div>
  );
}

/** Whether a plan spends on both sides as the slider does, and on nothing else. */
function onSlider(levers: Record<string, number>): boolean {
  const mix: Choice = { kind: "mix", levers: inOrder(levers), without: [], budget: 0 };
  const { core, edge, other } = sidesOf(mix);
  const again = split(mix, core, edge);
  return other === 0 && core + edge > 0 && again.kind === "mix" && JSON.stringify(again.levers) === JSON.stringify(mix.levers);
}

function spoken(core: number, edge: number): string {
  const plan = totalOf(choice.value);
  const found = now.value;
  const factor = changes.value / 100;
  const count = plan && plan.n ? rounded(factor * plan.rate) : "";
  const fall = found ? change(factor * (found.today.rate - found.plan.rate)) : "";
  return say("spoken", { between: days(edge), inside: days(core), count, change: fall });
}
