// Every pair of colours that carries meaning, measured in both themes (WCAG 2.2: 4.5 for words, 3 for shapes and edges).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { expand, read } from "../tokens.mjs";

const css = readFileSync(new URL("../css/tokens.css", import.meta.url), "utf8");
const tokens = new Map(read(css).map(([name, light, dark]) => [name, { light, dark: dark ?? light }]));

const WORDS = 4.5;
const SHAPES = 3;
const PAIRS = [
  ["ink", "surface", WORDS], ["ink", "bg", WORDS], ["ink", "sunken", WORDS],
  ["ink-2", "surface", WORDS], ["ink-2", "bg", WORDS], ["ink-2", "sunken", WORDS],
  ["ink-3", "surface", WORDS], ["ink-3", "bg", WORDS], ["ink-3", "sunken", WORDS], ["ink-3", "lake-50", WORDS],
  ["link", "surface", WORDS], ["link", "bg", WORDS], ["link", "lake-50", WORDS], ["link-hover", "surface", WORDS], ["link-hover", "bg", WORDS],
  ["link", "danger-100", WORDS], ["link", "warn-100", WORDS], ["link", "voice-50", WORDS],
  ["on-primary", "lake-700", WORDS], ["on-primary", "lake-800", WORDS], ["lake-800", "lake-100", WORDS],
  ["lake-700", "surface", WORDS], ["lake-700", "bg", WORDS], ["lake-700", "lake-50", WORDS], ["lake-700", "lake-100", WORDS],
  ["on-deep", "deep", WORDS], ["on-deep", "deeper", WORDS], ["on-deep-button", "deep-button", WORDS], ["focus", "deep", SHAPES],
  ["trail-text", "surface", WORDS], ["trail-text", "trail-100", WORDS], ["ink", "trail-100", WORDS],
  ["trail", "surface", SHAPES], ["trail", "bg", SHAPES], ["on-trail", "trail", WORDS],
  ["voice", "voice-50", WORDS], ["voice", "voice-100", WORDS], ["ink", "voice-50", WORDS], ["voice", "surface", SHAPES],
  ["ok", "ok-100", WORDS], ["ok", "surface", WORDS], ["surface", "ok", SHAPES], ["ink", "ok-100", WORDS],
  ["warn", "warn-100", WORDS], ["warn", "surface", WORDS], ["warn-mark", "surface", SHAPES], ["ink", "warn-100", WORDS],
  ["danger", "danger-100", WORDS], ["danger", "surface", WORDS], ["ink", "danger-100", WORDS], ["on-danger", "danger", WORDS],
  ["org-skola", "surface", SHAPES], ["org-pv", "surface", SHAPES], ["org-bup", "surface", SHAPES], ["org-soc", "surface", SHAPES], ["org-fam", "surface", SHAPES],
  ["org-skola", "org-skola-100", WORDS], ["org-pv", "org-pv-100", WORDS], ["org-bup", "org-bup-100", WORDS], ["org-soc", "org-soc-100", WORDS], ["org-fam", "org-fam-100", WORDS],
  ["line-strong", "surface", SHAPES], ["line-strong", "bg", SHAPES], ["line-strong", "sunken", SHAPES],
  ["d-focus", "surface", SHAPES], ["d-region", "surface", SHAPES], ["d-land", "surface", SHAPES],
  ["focus", "focus-ink", SHAPES], ["focus-edge", "surface", SHAPES], ["focus-edge", "bg", SHAPES], ["lake-600", "surface", SHAPES],
  ["ink", "sky", WORDS], ["ink", "hill-1", WORDS],
  ["ink", "seq-1", WORDS], ["ink", "seq-2", WORDS], ["ink", "seq-3", WORDS], ["on-seq", "seq-4", WORDS], ["on-seq", "seq-5", WORDS],
  ["surface", "ink", WORDS], ["surface", "lake-900", WORDS],
];

for (const theme of ["light", "dark"]) {
  for (const [front, back, need] of PAIRS) {
    test(`${front} on ${back} is readable in the ${theme} theme`, () => {
      const ratio = contrast(colour(front, theme), colour(back, theme));
      assert.ok(ratio >= need, `${ratio.toFixed(2)} is under ${need}`);
    });
  }
}

test("the written-out tokens hold light once and dark twice, never on paper", () => {
  const out = expand(css);
  assert.equal(out.split("--bg:#f3f6f5").length - 1, 1);
  assert.equal(out.split("--bg:#0d1a1d").length - 1, 2);
  assert.doesNotMatch(out, /--[\w-]+:\s*light-dark\(/, "the notation must not reach a browser");
  for (const at of [...out.matchAll(/color-scheme:dark/g)]) assert.match(out.slice(0, at.index), /@media screen[^@]*$/);
});

function colour(name, theme) {
  const value = tokens.get(`--${name}`)?.[theme];
  assert.match(value ?? "", /^#[0-9a-f]{6}$/, `--${name} is not a plain colour`);
  return [1, 3, 5].map((at) => Number.parseInt(value.slice(at, at + 2), 16) / 255);
}

function contrast(one, other) {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

function luminance(channels) {
  const [red, green, blue] = channels.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
