// Times replications by the WebAssembly kernel: JSON on stdin; processor time and rows on stdout.
import { readFileSync, writeSync } from "node:fs";
import { Space } from "../web/src/engine/space.ts";

const given = JSON.parse(readFileSync(0, "utf8"));
const compiled = new WebAssembly.Module(Buffer.from(given.module, "base64"));
const bytes = Buffer.from(given.image.memory, "base64");
const space = new Space(given.image, bytes, compiled, given.stack);
const seed = BigInt(given.seed);
space.run(seed, 0, given.count); // tables grow, and the browser's compiler settles
const begun = process.cpuUsage();
const rows = Buffer.from(space.run(seed, 0, given.count).buffer);
const { user, system } = process.cpuUsage(begun);
const took = Buffer.alloc(8);
took.writeDoubleLE((user + system) / 1e6);
for (const part of [took, rows]) {
  for (let at = 0; at < part.length; ) at += writeSync(1, part, at);
}
