import { effect } from "@preact/signals";
import { render } from "preact";
import "./style.css";
import { Bar } from "./views/bar.tsx";
import { Views } from "./views/views.tsx";
import { data, start, view, type View } from "./state.ts";

const VIEWS: readonly View[] = ["answer", "try", "failure", "assumed"];

function called(hash: string): View {
  return VIEWS.find((each) => `#${each}` === hash) ?? "answer";
}

const bar = document.getElementById("bar");
const answer = document.getElementById("answer");
const views = document.getElementById("views");
if (data && bar && answer && views) {
  view.value = called(location.hash);
  addEventListener("hashchange", () => {
    view.value = called(location.hash);
    scrollTo(0, 0);
  });
  effect(() => {
    answer.hidden = view.value !== "answer";
  });
  render(<Bar />, bar);
  render(<Views />, views);
  void start();
}
