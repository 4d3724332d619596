// Ranges cleaned of noise, without a page: rows on stdin, what the page makes of them on stdout.
import { readFileSync } from "node:fs";
import { clean, shareOfNoise } from "../../../web/src/cleaned.ts";

const { samples, shares } = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify({
  ranges: samples.map(({ falls, weights }) => clean(falls, weights)),
  shares: shares.map((each) => shareOfNoise(...each)),
}));
