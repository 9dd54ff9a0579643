// Builds assets/dist: one style sheet, one module, fonts, one sprite, the favicon, licences, and a manifest of hashed names.
// The Rust side reads manifest.json when it compiles. A broken budget fails the build.
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import esbuild from "esbuild";
import { expand } from "./tokens.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");
const modules = join(here, "node_modules");

const KB = 1000;
const BUDGETS = [
  { name: "cairn.css", bytes: 14 * KB, gzip: true },
  { name: "cairn.js", bytes: 10 * KB, gzip: true },
  { name: "source-sans-3.woff2", bytes: 30 * KB, gzip: false },
  { name: "atkinson-next.woff2", bytes: 34 * KB, gzip: false },
];

const manifest = {};
const sizes = {};

await rm(dist, { recursive: true, force: true });
await mkdir(join(dist, "licences"), { recursive: true });

await fonts();
await bundle("cairn.css", "css/cairn.css");
await bundle("cairn.js", "ts/cairn.ts");
await write("icons.svg", Buffer.from(await sprite()));
await write("favicon.svg", Buffer.from(squeeze(await readFile(join(here, "icons/favicon.svg"), "utf8"))));
await licences();
await writeFile(join(dist, "manifest.json"), `${JSON.stringify(sorted(manifest), null, 2)}\n`);
report();

/** Latin letters only, under names that say what they are. */
async function fonts() {
  const files = {
    "source-sans-3.woff2": "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2",
    "atkinson-next.woff2":
      "@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2",
  };
  for (const [name, path] of Object.entries(files)) await write(name, await readFile(join(modules, path)));
}

/** esbuild follows the imports; tokens are written out and font names replaced on the way in. */
async function bundle(name, entry) {
  const result = await esbuild.build({
    entryPoints: [join(here, entry)],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: ["es2020", "chrome100", "firefox100", "safari15"],
    legalComments: "none",
    external: ["*.woff2"],
    plugins: [{ name: "cairn", setup }],
  });
  await write(name, Buffer.from(result.outputFiles[0].contents));
}

function setup(build) {
  build.onLoad({ filter: /\/css\/tokens\.css$/ }, async ({ path }) => ({
    contents: expand(await readFile(path, "utf8")),
    loader: "css",
  }));
  build.onLoad({ filter: /\/css\/fonts\.css$/ }, async ({ path }) => ({
    contents: (await readFile(path, "utf8")).replaceAll(/url\("([\w-]+\.woff2)"\)/g, (_, file) => {
      if (!manifest[file]) throw new Error(`fonts.css names ${file}, which the build does not write`);
      return `url("./${manifest[file]}")`;
    }),
    loader: "css",
  }));
}

/** One <symbol> per line of icons.txt; stroke and fill come from the page's .i class. */
async function sprite() {
  const names = (await readFile(join(here, "icons.txt"), "utf8"))
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  const twice = names.filter((name, at) => names.indexOf(name) !== at);
  if (twice.length > 0) throw new Error(`icons.txt lists twice: ${twice.join(", ")}`);
  const own = new Set(await readdir(join(here, "icons")));
  const symbols = [];
  for (const name of names) {
    const file = own.has(`${name}.svg`)
      ? join(here, "icons", `${name}.svg`)
      : join(modules, "lucide-static/icons", `${name}.svg`);
    const text = await readFile(file, "utf8").catch(() => {
      throw new Error(`icons.txt: no icon is called ${name}`);
    });
    const box = /viewBox="([^"]+)"/.exec(text)[1];
    const body = text.slice(text.indexOf(">", text.indexOf("<svg")) + 1, text.lastIndexOf("</svg>"));
    symbols.push(`<symbol id="i-${name}" viewBox="${box}">${squeeze(body)}</symbol>`);
  }
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
}

function squeeze(svg) {
  return svg.replaceAll(/<!--.*?-->/gs, "").replaceAll(/\s+/g, " ").replaceAll("> <", "><").replaceAll(" />", "/>").trim();
}

async function licences() {
  const texts = {
    "source-sans-3.txt": "@fontsource-variable/source-sans-3/LICENSE",
    "atkinson-hyperlegible-next.txt": "@fontsource-variable/atkinson-hyperlegible-next/LICENSE",
    "lucide.txt": "lucide-static/LICENSE",
  };
  for (const [name, path] of Object.entries(texts)) await cp(join(modules, path), join(dist, "licences", name));
}

async function write(name, bytes) {
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 10);
  const dot = name.lastIndexOf(".");
  manifest[name] = `${name.slice(0, dot)}.${hash}${name.slice(dot)}`;
  sizes[name] = { plain: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length };
  await writeFile(join(dist, manifest[name]), bytes);
}

function report() {
  for (const [name, size] of Object.entries(sizes)) {
    console.log(`${name.padEnd(22)} ${String(size.plain).padStart(7)} B  gzip ${String(size.gzip).padStart(6)} B`);
  }
  const broken = BUDGETS.filter(({ name, bytes, gzip }) => (gzip ? sizes[name].gzip : sizes[name].plain) > bytes);
  for (const { name, bytes } of broken) console.error(`over budget: ${name} may be ${bytes} B`);
  if (broken.length > 0) process.exitCode = 1;
}

function sorted(object) {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}
