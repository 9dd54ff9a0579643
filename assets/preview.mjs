// A look at everything before there is a server: wraps the fragments of preview/ in the three shells and writes dist/preview.
//   node preview.mjs                 write the pages
//   node preview.mjs serve [port]    and serve them under the product's own content security policy
//   node preview.mjs shoot [folder]  and take screenshots with Chromium (CHROMIUM names another binary)
// In a fragment {phone} stands for an icon, {phone.s} for a small one; the first line says shell, title and window sizes.
import { spawn } from "node:child_process";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");
const manifest = JSON.parse(await readFile(join(dist, "manifest.json"), "utf8"));
const asset = (name) => `/assets/${manifest[name]}`;
const POLICY = "default-src 'self'; style-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

const shells = Object.fromEntries(
  await Promise.all(["public", "work", "child"].map(async (name) => [name, await readFile(join(here, `preview/shell-${name}.html`), "utf8")])),
);
const pages = [];
await mkdir(join(dist, "preview"), { recursive: true });
for (const file of (await readdir(join(here, "preview"))).sort()) {
  if (file.startsWith("shell-") || !file.endsWith(".html")) continue;
  const text = await readFile(join(here, "preview", file), "utf8");
  const [, shell, title, sizes] = /^<!-- (\w+) \| (.+?) \| (.+?) -->\n/.exec(text);
  const name = file.replace(".html", "");
  const body = text.slice(text.indexOf("\n") + 1);
  for (const theme of ["light", "dark"]) {
    const html = shells[shell].replace("{{title}}", title).replace("{{theme}}", theme).replace("{{body}}", () => body);
    await writeFile(join(dist, "preview", `${name}-${theme}.html`), dress(html));
    pages.push(...sizes.split(" ").map((size) => ({ name: `${name}-${theme}`, size })));
  }
}

const [mode, argument] = process.argv.slice(2);
if (mode === "serve") await serve(Number(argument ?? 8099));
if (mode === "shoot") {
  const server = await serve(0);
  await shoot(server.address().port, argument ?? join(dist, "preview"));
  server.close();
}

function dress(html) {
  return html
    .replaceAll(/\{\{(css|js|icons|favicon)\}\}/g, (_, kind) => asset({ css: "cairn.css", js: "cairn.js", icons: "icons.svg", favicon: "favicon.svg" }[kind]))
    .replaceAll(/\{([a-z][a-z0-9-]*)(\.s)?\}/g, (_, name, small) => `<svg class="i${small ? " i--s" : ""}" aria-hidden="true" focusable="false"><use href="${asset("icons.svg")}#i-${name}"/></svg>`);
}

async function serve(port) {
  const types = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8" };
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url, "http://preview").pathname);
    const file = path.startsWith("/assets/") ? join(dist, path.slice("/assets/".length)) : join(dist, "preview", path);
    const bytes = file.startsWith(dist) ? await readFile(file).catch(() => null) : null;
    response.writeHead(bytes ? 200 : 404, { "content-type": types[extname(file)] ?? "text/plain", "content-security-policy": POLICY });
    response.end(bytes ?? "not found");
  });
  await new Promise((ready) => server.listen(port, "127.0.0.1", ready));
  console.log(`http://127.0.0.1:${server.address().port}/`);
  return server;
}

async function shoot(port, folder) {
  await mkdir(folder, { recursive: true });
  for (const { name, size } of pages) {
    const to = join(folder, `${name}-${size.split("x")[0]}.png`);
    await run(process.env.CHROMIUM ?? "chromium", [
      "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1", "--virtual-time-budget=3000",
      `--window-size=${size.replace("x", ",")}`, `--screenshot=${to}`, `http://127.0.0.1:${port}/${name}.html`,
    ]);
    console.log(to);
  }
}

function run(command, words) {
  return new Promise((done, failed) => {
    spawn(command, words, { stdio: "ignore" }).on("error", failed).on("exit", (code) => (code === 0 ? done() : failed(new Error(`${command} ended with ${code}`))));
  });
}
