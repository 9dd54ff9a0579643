// Reads css/tokens.css: one line per token, `light-dark(light, dark)`, and writes the blocks a browser of any age understands.

const LINE = /^\s*(--[\w-]+):\s*(.+);\s*$/;

/** Every token of the first :root block as [name, light, dark]; dark is null where both themes agree. */
export function read(css) {
  const tokens = [];
  const block = css.slice(css.indexOf(":root {"), css.indexOf("\n}", css.indexOf(":root {")));
  for (const line of block.split("\n")) {
    const match = LINE.exec(line);
    if (!match) continue;
    const [, name, value] = match;
    if (!value.startsWith("light-dark(")) {
      tokens.push([name, value, null]);
      continue;
    }
    const [light, dark] = pair(value.slice("light-dark(".length, -1), name);
    tokens.push([name, light, dark]);
  }
  if (tokens.length === 0) throw new Error("css/tokens.css holds no tokens");
  return tokens;
}

/** The same file with the notation written out: light, then dark as chosen, then dark as followed. Paper is always light. */
export function expand(css) {
  const tokens = read(css);
  const start = css.indexOf(":root {");
  const end = css.indexOf("\n}", start) + 2;
  const light = tokens.map(([name, value]) => `${name}:${value};`).join("");
  const dark = tokens
    .filter(([, value, other]) => other !== null && other !== value)
    .map(([name, , value]) => `${name}:${value};`)
    .join("");
  return (
    css.slice(0, start) +
    `:root{color-scheme:light;${light}}` +
    `@media screen{:root[data-theme="dark"]{color-scheme:dark;${dark}}}` +
    `@media screen and (prefers-color-scheme:dark){:root:not([data-theme="light"]){color-scheme:dark;${dark}}}` +
    css.slice(end)
  );
}

/** Splits at the one comma that is not inside brackets. */
function pair(text, name) {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === "(") depth += 1;
    if (text[at] === ")") depth -= 1;
    if (text[at] === "," && depth === 0) return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  }
  throw new Error(`${name}: light-dark() needs two values`);
}
