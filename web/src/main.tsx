import { effect } from "@preact/signals";
import { render } from "preact";
import "./style.css";
import { Bar } from "./views/bar.tsx";
import { Views } from "./views/views.tsx";
import { splitHash } from "./address.ts";
import { remember } from "./room/store.ts";
import { data, first, projector, standing, start, take, view } from "./state.ts";

const bar = document.getElementById("bar");
const answer = document.getElementById("answer");
const views = document.getElementById("views");
if (data && bar && answer && views) {
  if (data.room) remember();
  addEventListener("hashchange", () => {
    const [named, text] = splitHash(location.hash, first);
    view.value = named;
    if (text) take(text);
    scrollTo(0, 0);
  });
  effect(() => {
    document.documentElement.classList.toggle("projector", projector.value && view.value === "try");
  });
  effect(() => {
    for (const each of document.querySelectorAll<HTMLElement>(".begin")) each.hidden = standing.value === "off";
  });
  effect(() => {
    answer.hidden = view.value !== "answer";
  });
  render(<Bar />, bar);
  render(<Views />, views);
  void start();
}
