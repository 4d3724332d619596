// Times replications by the WebAssembly kernel: JSON on stdin; processor time and rows on stdout.
import { readFileSync, writeSync } from "node:fs";
import { Space } from "../tests/differential/space.mjs";

const given = JSON.parse(readFileSync(0, "utf8"));
const compiled = new WebAssembly.Module(Buffer.from(given.module, "base64"));
const space = new Space(given.image, compiled, given.stack);
space.layOut();
space.run(given.seed, 0, given.count); // tables grow, and the browser's compiler settles
const begun = process.cpuUsage();
const rows = space.run(given.seed, 0, given.count);
const { user, system } = process.cpuUsage(begun);
const took = Buffer.alloc(8);
took.writeDoubleLE((user + system) / 1e6);
for (const part of [took, rows]) {
  for (let at = 0; at < part.length; ) at += writeSync(1, part, at);
}
