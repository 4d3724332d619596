import { data } from "../state.ts";
import { say } from "../words.ts";

/** Every number that the simulation stands on, by how it is known. */
export function Assumed() {
  const { columns, parts, leftOut } = data.assumed;
  return (
    <main class="wrap assumed">
      <h1>{say("assumed")}</h1>
      <p class="made">{say("made", { date: data.made })}</p>
      {parts.map((part, n) => (
        <details class="fold" key={part.title} open={n === 0}>
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
