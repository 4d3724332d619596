// Builds the page: one file with its script, style, policy and licences; `--check` compares.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build, type Rollup } from "vite";

const here = import.meta.dirname;
const target = join(here, "..", "simulator", "web", "page.html");
const LARGEST = 250_000;

/** Returns every source of the page, in the order of their names. */
function sources(): string[] {
  const own = ["build.ts", "package-lock.json", "package.json", "page.template.html", "tsconfig.json"];
  const found = readdirSync(join(here, "src"), { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name).slice(here.length + 1).replaceAll("\\", "/"));
  return [...own, ...found].filter((name) => !name.endsWith(".test.ts")).sort();
}

/** Returns what says whether the page is that of its sources; `tests/unit/web` counts it too. */
function digest(): string {
  const hash = createHash("sha256");
  for (const name of sources()) hash.update(`${name}\n`).update(readFileSync(join(here, name))).update("\n");
  return hash.digest("hex");
}

function policyOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

/** Returns the notices of the libraries whose code is in the page. */
function licences(modules: string[]): string {
  const names = new Set(
    modules.flatMap((id) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1] ?? []),
  );
  return [...names].sort().map(noticeOf).join("\n\n");
}

function noticeOf(name: string): string {
  const folder = join(here, "node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = ["LICENSE", "LICENSE.md", "LICENSE.txt"].map((each) => join(folder, each)).find(existsSync);
  if (!file) throw new Error(`${name} has no licence text`);
  const text = readFileSync(file, "utf8").trim().replaceAll("--", "- -");
  return `${name} ${version} (${license})\n${text.replace(/https?:\/\/\S+/g, "")}`;
}

const made = (await build({
  root: here,
  configFile: false,
  logLevel: "warn",
  esbuild: { jsx: "automatic", jsxImportSource: "preact", legalComments: "none" },
  build: {
    write: false,
    target: "es2022",
    cssCodeSplit: false,
    modulePreload: false,
    rollupOptions: {
      input: join(here, "src", "main.tsx"),
      output: { format: "iife", entryFileNames: "page.js", assetFileNames: "page.[ext]" },
    },
  },
})) as Rollup.RollupOutput;

const script = made.output.find((each) => each.type === "chunk");
const style = made.output.find((each) => each.type === "asset" && each.fileName.endsWith(".css"));
if (script?.type !== "chunk" || style?.type !== "asset") throw new Error("no script, or no style");
const js = script.code.trim().replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");
const css = String(style.source).trim();
const places: Record<string, string> = {
  CSS: css,
  JS: js,
  SCRIPT: policyOf(js),
  STYLE: policyOf(css),
  SOURCES: digest(),
  LICENCES: licences(Object.keys(script.modules)),
};
const page = readFileSync(join(here, "page.template.html"), "utf8").replace(
  /%([A-Z]+)%/g,
  (_, name: string) => places[name] ?? "",
);
const size = Buffer.byteLength(page);
if (size > LARGEST) throw new Error(`the page has ${size} bytes; allowed: ${LARGEST}`);
if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== page) throw new Error("page.html is not what its sources make");
} else {
  writeFileSync(target, page);
}
console.log(`${size} bytes`);
