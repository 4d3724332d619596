// Runs replications by the WebAssembly kernel: JSON on stdin, numbers and logs on stdout.
import { readFileSync, writeSync } from "node:fs";
import { Space } from "../../web/src/engine/space.ts";

const given = JSON.parse(readFileSync(0, "utf8"));
const compiled = new WebAssembly.Module(Buffer.from(given.module, "base64"));

for (const { image, bought, capacity, stops, seed, first, count } of given.runs) {
  const of = given.images[image];
  const space = new Space(of, Buffer.from(of.memory, "base64"), compiled, given.stack);
  space.practise(bought, Boolean(capacity), stops);
  const rows = Buffer.from(space.run(BigInt(seed), first, count).buffer);
  const log = Buffer.from(space.log(BigInt(seed), first));
  const sizes = Buffer.alloc(8);
  sizes.writeUInt32LE(rows.length, 0);
  sizes.writeUInt32LE(log.length, 4);
  for (const part of [sizes, rows, log]) {
    for (let at = 0; at < part.length; ) at += writeSync(1, part, at);
  }
}
