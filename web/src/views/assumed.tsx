import { assume, data, dials, standing } from "../state.ts";
import { say, stopped } from "../words.ts";
import { CallRule } from "./call-rule.tsx";
import { Handovers } from "./risk.tsx";

/** Every number that the simulation stands on, by how it is known. */
export function Assumed() {
  const { columns, parts, leftOut } = data.assumed;
  return (
    <main class="wrap assumed">
      <h1>{say("assumed")}</h1>
      <p class="made">{say("made", { date: data.made })}</p>
      <Dials />
      <CallRule />
      <Handovers />
      {(data.dials.length ? parts.filter((part) => part.key !== "ranged") : parts).map((part) => (
        <details class="fold" key={part.title}>
          <summary>
            <h2>{part.title}</h2> <span class="quiet">{part.rows.length}</span>
          </summary>
          <p>{part.note}</p>
          <div class="scroll" tabIndex={0} role="region" aria-label={part.title}>
            <table>
              <thead>
                <tr>
                  {columns.map((column) => (
                    <th key={column} scope="col">
                      {column}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {part.rows.map((row, m) => (
                  <tr key={m}>
                    {row.map((text, at) => (at ? <td key={at}>{text}</td> : <th key={at} scope="row">{text}</th>))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      ))}
      <p>{leftOut}</p>
    </main>
  );
}

/** What was told with a range, and what a reader may assume instead. */
function Dials() {
  if (!data.dials.length) return null;
  return (
    <details class="fold" open>
      <summary>
        <h2>{say("dials")}</h2> <span class="quiet">{data.dials.length}</span>
      </summary>
      <p>{say("dials_note")}</p>
      <div class="scroll" tabIndex={0} role="region" aria-label={say("dials")}>
        <table class="dials">
          <thead>
            <tr>
              {[data.assumed.columns[0], data.assumed.columns[1], say("dial_told"), say("dial_head")].map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.dials.map((dial, n) => (
              <tr key={dial.key} class={dials.value[n] ? "moved" : ""}>
                <th scope="row">{dial.meaning}</th>
                <td>{dial.where}</td>
                <td>{dial.told}</td>
                <td>
                  <select
                    aria-label={`${dial.meaning}, ${dial.where}`}
                    disabled={standing.value !== "ready"}
                    value={dials.value[n] ?? 0}
                    onChange={(event) => assume(n, Number(event.currentTarget.value))}
                  >
                    {dial.stops.map((stop, at) => (
                      <option key={stop.name} value={at}>
                        {stopped(stop)}
                      </option>
                    ))}
                  </select>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
