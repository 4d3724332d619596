import { useEffect } from "preact/hooks";
import { before, budgetOf, canUndo, choice, curve, data, now, reset, showAgain, undo, years, RUNS } from "../state.ts";
import { mixed, say, turned, whole } from "../words.ts";
import { Graph, Places } from "./graph.tsx";
import { Practices, SomePlaces, Plans } from "./practices.tsx";
import { Curves } from "./curves.tsx";
import { Slider } from "./slider.tsx";

/** The what-if: one slider, what it does, where, and what else could be set. */
export function TryIt() {
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key === "z") undo();
    };
    addEventListener("keydown", keys);
    return () => removeEventListener("keydown", keys);
  }, []);
  return (
    <main class="try">
      <h1 class="vh">{say("try")}</h1>
      <div class="wrap say">
        <Said />
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
        <Acts />
      </div>
      <div class="wrap below">
        <Progress />
        <p class="src">
          {data.by} {say("made", { date: data.made })} {data.organisations ? say("middle") : ""}
        </p>
      </div>
    </main>
  );
}

/** What was chosen, in a sentence; by itself, so that not all is looked at again when rows come in. */
function Said() {
  const budget = budgetOf(choice.value);
  return (
    <p>
      {mixed(choice.value)} {budget ? turned(curve.value, budget) : ""}
    </p>
  );
}

function Acts() {
  return (
    <p class="acts">
      <button class="btn" type="button" disabled={!canUndo.value} onClick={undo}>
        {say("undo")}
      </button>
      <button class="btn" type="button" onClick={reset}>
        {say("reset")}
      </button>
      <button class="btn" type="button" disabled={!before.value} onClick={showAgain}>
        {say("again")}
      </button>
    </p>
  );
}

function Progress() {
  const n = years.value;
  const told = n >= RUNS ? say("settled", { n: whole(RUNS) }) : say("refining", { n: whole(n), all: whole(RUNS) });
  return <p class="refine">{now.value ? told : ""}</p>;
}
