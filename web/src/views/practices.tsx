import { choice, choose, data, choiceOf, grab, inOrder, release, same, sidesOf, standing, unspent, type Choice } from "../state.ts";
import { days, say, whole } from "../words.ts";
import { Fold } from "./fold.tsx";

function mix(): Extract<Choice, { kind: "mix" }> {
  const now = choice.value;
  if (now.kind === "mix") return now;
  const levers = leversOf(now.name);
  return { kind: "mix", levers, without: [], budget: Object.values(levers).reduce((sum, days) => sum + days, 0) };
}

function leversOf(name: string): Record<string, number> {
  const found: Record<string, number> = {};
  for (const [lever, , spent] of data.plans.find((plan) => plan.name === name)?.places ?? []) {
    found[lever] = (found[lever] ?? 0) + spent;
  }
  return found;
}

function headed(name: string, told: string) {
  return (
    <>
      <b>{say(name)}</b> <span class="quiet">{told}</span>
    </>
  );
}

/** One slider a practice, which stops where the budget is spent. */
export function Practices() {
  const now = mix();
  const some = data.levers.filter((lever) => (now.levers[lever.name] ?? 0) > 0).length;
  const budget = now.budget || data.days.budget;
  const left = now.budget ? unspent(now) : budget;
  return (
    <Fold summary={headed("levers", say("levers_some", { some: whole(some), all: whole(data.levers.length) }))}>
      {() => (
        <>
          <p role="status">{left ? say("unspent", { days: days(left) }) : ""}</p>
          <ul class="levers">
            {data.levers.map((lever) => {
              const spent = now.levers[lever.name] ?? 0;
              const id = `lever-${lever.name}`;
              return (
                <li key={lever.name}>
                  <label for={id} class={lever.side}>
                    {lever.words}
                  </label>
                  <output>{days(spent)}</output>
                  <input
                    id={id}
                    type="range"
                    min={0}
                    max={budget}
                    step={data.days.step / 2}
                    value={spent}
                    disabled={standing.value !== "ready"}
                    aria-valuetext={say("buys_days", { days: days(spent) })}
                    onPointerDown={grab}
                    onPointerUp={release}
                    onPointerCancel={release}
                    onInput={(event) => {
                      const wanted = Math.min(Number(event.currentTarget.value), spent + left);
                      event.currentTarget.value = String(wanted);
                      choose({ ...now, budget, levers: inOrder({ ...now.levers, [lever.name]: wanted }) });
                    }}
                  />
                </li>
              );
            })}
          </ul>
        </>
      )}
    </Fold>
  );
}

/** Places that get nothing; the others share what they would have had. */
export function SomePlaces() {
  const now = mix();
  const names = [...new Set(data.levers.flatMap((lever) => lever.offers.map((offer) => offer.place)))];
  const some = names.length - now.without.length;
  const told = now.without.length ? say("places_some", { some: whole(some), all: whole(names.length) }) : say("places_all");
  const toggle = (place: string, on: boolean) => {
    const without = on ? now.without.filter((each) => each !== place) : [...now.without, place];
    choose({ ...now, without });
  };
  return (
    <Fold summary={headed("places", told)}>
      {() => (
        <ul class="checks">
          {names.map((place) => (
            <li key={place}>
              <label>
                <input
                  type="checkbox"
                  checked={!now.without.includes(place)}
                  disabled={standing.value !== "ready"}
                  onChange={(event) => toggle(place, event.currentTarget.checked)}
                />{" "}
                {place.replace(" -> ", " → ")}
              </label>
            </li>
          ))}
        </ul>
      )}
    </Fold>
  );
}

/** The plans of the file, to begin from. */
export function Plans() {
  const named = data.plans.find((plan) => same(choiceOf(plan.name), choice.value));
  return (
    <Fold summary={headed("plans", named?.name ?? say("own"))}>
      {() => (
        <ul class="checks">
          {data.plans.map((plan) => {
            const { core, edge, other } = sidesOf(choiceOf(plan.name));
            return (
              <li key={plan.name}>
                <button
                  class="btn"
                  type="button"
                  aria-pressed={plan === named}
                  disabled={standing.value !== "ready"}
                  onClick={() => choose(choiceOf(plan.name))}
                >
                  {plan.name} <span class="quiet">{say("buys_days", { days: days(core + edge + other) })}</span>
                </button>
              </li>
            );
          })}
        </ul>
      )}
    </Fold>
  );
}
