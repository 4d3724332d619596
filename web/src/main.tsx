import { effect } from "@preact/signals";
import { render } from "preact";
import "./style.css";
import { Bar } from "./views/bar.tsx";
import { Views } from "./views/views.tsx";
import { remember } from "./room/store.ts";
import { data, start, view, type View } from "./state.ts";

const VIEWS: readonly View[] = ["answer", "try", "failure", "assumed"];
// a page that was made for a room begins with it, so that no answer is on the wall
const FIRST: View = data?.room ? "room" : "answer";

function called(hash: string): View {
  return VIEWS.find((each) => `#${each}` === hash) ?? FIRST;
}

const bar = document.getElementById("bar");
const answer = document.getElementById("answer");
const views = document.getElementById("views");
if (data && bar && answer && views) {
  view.value = called(location.hash);
  if (data.room) remember();
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
