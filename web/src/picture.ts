// The what-if as one picture for a slide, 1920 x 1080, drawn of the same numbers as the page.
import { scaleLinear } from "d3-scale";
import { curveMonotoneX, line } from "d3-shape";
import { budgetOf, changes, choice, curve, data, dealtOut, dials, now, sidesOf, splits, type Point } from "./state.ts";
import { assumed, change, mixed, rate, rounded, say, turned } from "./words.ts";

const [WIDE, HIGH, EDGE] = [1920, 1080, 110];
const INK = "#17202A";
const QUIET = "#56616C";
const FONT = '"Helvetica Neue","Segoe UI","Nimbus Sans",Arial,sans-serif';

const WAITS = 100;
const EVERY = 200;

/** Returns the picture, or null where nothing is known yet; waits for the curve, though not for ever. */
export async function picture(): Promise<Blob | null> {
  const whole = () => curve.value.length === splits(1).length;
  for (let n = 0; n < WAITS && !whole(); n++) await new Promise((done) => setTimeout(done, EVERY));
  const canvas = document.createElement("canvas");
  canvas.width = WIDE;
  canvas.height = HIGH;
  const pen = canvas.getContext("2d");
  const found = now.value;
  if (!pen || !found) return null;
  const n = Math.min(found.plan.n, found.today.n);
  const [plan, today] = [found.plan.rateOf(n), found.today.rateOf(n)];
  const factor = changes.value / 100;
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, WIDE, HIGH);
  write(pen, data.name, EDGE, 130, 36, QUIET);
  let right = write(pen, rate(today), EDGE, 310, 150, QUIET);
  write(pen, say("fail_today"), EDGE, 370, 32, QUIET);
  right = write(pen, "→", Math.max(right, EDGE + 420) + 40, 296, 90, QUIET);
  const second = right + 60;
  write(pen, rate(plan), second, 310, 150, INK, "700");
  write(pen, say("fail_plan"), second, 370, 32, QUIET);
  write(pen, `${change(factor * (today - plan))} ${say("of_today", { today: rounded(factor * today) })}`, EDGE, 480, 44, INK, "700");
  const other = dials.value.length ? say("assuming", { what: assumed() }) : "";
  const told = [mixed(choice.value), budgetOf(choice.value) ? turned(curve.value, budgetOf(choice.value)) : "", other].filter(Boolean).join(" ");
  wrapped(pen, told, 760, 36).slice(0, 8).forEach((text, at) => write(pen, text, EDGE, 570 + 50 * at, 36, INK));
  write(pen, [data.by, say("made", { date: data.made })].filter(Boolean).join(" "), EDGE, HIGH - 50, 26, QUIET);
  drawCurve(pen, factor, today, plan);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

function write(pen: CanvasRenderingContext2D, text: string, x: number, y: number, size: number, ink: string, weight = "400"): number {
  pen.font = `${weight} ${size}px ${FONT}`;
  pen.fillStyle = ink;
  pen.fillText(text, x, y);
  return x + pen.measureText(text).width;
}

function wrapped(pen: CanvasRenderingContext2D, text: string, wide: number, size: number): string[] {
  pen.font = `400 ${size}px ${FONT}`;
  const found: string[] = [];
  for (const word of text.split(" ")) {
    const last = `${found.at(-1) ?? ""} ${word}`.trim();
    if (found.length && pen.measureText(last).width <= wide) found[found.length - 1] = last;
    else found.push(word);
  }
  return found;
}

/** Draws the curve over the split, today's line and the plan's dot. */
function drawCurve(pen: CanvasRenderingContext2D, factor: number, today: number, plan: number): void {
  const budget = dealtOut(choice.value);
  const points = curve.value;
  if (points.length < splits(1).length) return;
  const [left, right, top, bottom] = [1020, WIDE - EDGE, 500, 900];
  const all = [today, plan, ...points.map((point) => point.rate)];
  const x = scaleLinear([0, budget], [left, right]);
  const y = scaleLinear([Math.min(...all), Math.max(...all)], [bottom - 60, top + 50]);
  pen.lineWidth = 2;
  pen.strokeStyle = QUIET;
  pen.setLineDash([6, 6]);
  stroke(pen, [[left, y(today)], [right, y(today)]]);
  pen.setLineDash([]);
  stroke(pen, [[left, bottom], [right, bottom]]);
  pen.strokeStyle = INK;
  pen.lineWidth = 5;
  pen.beginPath();
  line<Point>((point) => x(point.between), (point) => y(point.rate)).curve(curveMonotoneX).context(pen)(points);
  pen.stroke();
  pen.textAlign = "right";
  write(pen, say("today_count", { count: rounded(factor * today) }), right, y(today) - 16, 30, INK, "700");
  write(pen, say("all_between"), right, bottom + 46, 30, "#8A5200", "700");
  pen.textAlign = "left";
  write(pen, say("all_inside"), left, bottom + 46, 30, "#005A9C", "700");
  if (choice.value.kind !== "mix" || !budgetOf(choice.value)) return;
  const { edge } = sidesOf(choice.value);
  pen.beginPath();
  pen.fillStyle = INK;
  pen.arc(x(edge), y(plan), 15, 0, 2 * Math.PI);
  pen.fill();
  pen.textAlign = x(edge) > (left + right) / 2 ? "right" : "left";
  const beside = pen.textAlign === "right" ? -28 : 28;
  write(pen, say("plan_count", { count: rounded(factor * plan) }), x(edge) + beside, y(plan) + 46, 34, INK, "700");
  pen.textAlign = "left";
}

function stroke(pen: CanvasRenderingContext2D, [from, to]: [[number, number], [number, number]]): void {
  pen.beginPath();
  pen.moveTo(...from);
  pen.lineTo(...to);
  pen.stroke();
}
