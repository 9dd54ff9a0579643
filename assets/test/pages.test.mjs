// What the content security policy and the sprite demand of every page we write by hand: fragments, shells, and the server's templates.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const icons = new Set(lines(readFileSync(new URL("../icons.txt", import.meta.url), "utf8")));
const css = readdirSync(new URL("../css/", import.meta.url))
  .map((name) => readFileSync(new URL(`../css/${name}`, import.meta.url), "utf8"))
  .join("\n");

for (const folder of ["../preview/", "../../crates/web/templates/"]) {
  for (const name of readdirSync(new URL(folder, import.meta.url)).filter((file) => file.endsWith(".html"))) {
    const html = readFileSync(new URL(folder + name, import.meta.url), "utf8").replaceAll(/\{#.*?#\}/gs, "");
    test(`${name} has no inline style, script or handler`, () => {
      assert.doesNotMatch(html, /<[^>]*\sstyle=|<style|<script(?![^>]*\bsrc=)|<[^>]*\son[a-z]+=/);
    });
    test(`${name} asks only for icons in the sprite`, () => {
      const asked = [...html.matchAll(/(?<!\{)\{([a-z][a-z0-9-]*)(?:\.s)?\}|icon\(a, "([a-z0-9-]+)"|#i-([a-z0-9-]+)/g)];
      const missing = asked.map(([, a, b, c]) => a ?? b ?? c).filter((icon) => !icons.has(icon));
      assert.deepEqual(missing, []);
    });
    test(`${name} uses only classes that the style sheet knows`, () => {
      const used = [...html.matchAll(/class="([^"{]*)"/g)].flatMap(([, list]) => list.split(/\s+/)).filter(Boolean);
      const unknown = [...new Set(used)].filter((word) => !new RegExp(`\\.${word}(?![\\w-])`).test(css));
      assert.deepEqual(unknown, []);
    });
  }
}

function lines(text) {
  return text.split("\n").map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#"));
}
