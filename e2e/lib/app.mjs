// Starts `cairn demo` in a temporary folder on a free port, and Debian's Chromium; stops only those.
import { spawn } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import AxeBuilder from '@axe-core/playwright';
import { chromium } from 'playwright-core';

const root = resolve(import.meta.dirname, '../..');
export const binary = [process.env.CARGO_TARGET_DIR, join(root, 'target')]
  .filter(Boolean)
  .map((folder) => join(folder, 'debug/cairn'))
  .find(existsSync);

/** Serves the demo region in a folder until it is stopped, and makes it first if the folder is empty. */
async function serve(data) {
  if (!binary) throw new Error('cairn is not built: cargo build --workspace');
  const server = spawn(binary, ['demo', '--data', data, '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((done) => server.once('exit', done));
  let base;
  for await (const line of createInterface({ input: server.stdout })) {
    base = line.match(/http:\/\/[\d.:]+(?=\/logga-in)/)?.[0];
    if (base) break;
  }
  if (!base) throw new Error(`cairn demo ended before it listened (exit ${await ended})`);
  server.stdout.resume();
  const end = async () => {
    server.kill('SIGTERM');
    await ended;
  };
  return { base, end };
}

/** Makes a demo region once, for journeys to copy. */
export async function makeRegion(folder) {
  const { end } = await serve(folder);
  await end();
}

/** A running demo region of its own, copied from CAIRN_E2E_REGION if there is one. `base` is its address; `stop` stops it
 *  and removes its data. */
export async function start() {
  const data = await mkdtemp(join(tmpdir(), 'cairn-journeys-'));
  const made = process.env.CAIRN_E2E_REGION;
  if (made) await cp(made, data, { recursive: true });
  const { base, end } = await serve(data);
  const browser = await chromiumBrowser();
  const stop = async () => {
    await browser.close();
    await end();
    await rm(data, { recursive: true, force: true });
  };
  return { base, browser, stop };
}

/** How long a slow machine may take over one thing before the journey gives up. */
const PATIENCE_MILLISECONDS = 120_000;

/** Debian's Chromium. */
export function chromiumBrowser() {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  });
}

/** A new visitor with a browser of their own. `js: false` browses without JavaScript. */
export async function visitor({ base, browser }, { width = 1280, js = true, dark = false } = {}) {
  const context = await browser.newContext({
    baseURL: base,
    viewport: { width, height: 900 },
    javaScriptEnabled: js,
    colorScheme: dark ? 'dark' : 'light',
    // Colours change at once: in the middle of a transition there is no contrast to speak of.
    reducedMotion: 'reduce',
    locale: 'sv-SE',
  });
  context.setDefaultTimeout(PATIENCE_MILLISECONDS);
  return context.newPage();
}

/** Logs in with one click. */
export async function logIn(page, persona) {
  await page.goto('/logga-in');
  await page.click(`button[name="persona"][value="${persona}"]`);
}

/** What axe-core finds on the page, as sentences; an empty list is what we want. Beyond WCAG, its best practice holds. */
export async function faults(page, rules) {
  const builder = new AxeBuilder({ page });
  if (rules) builder.withRules(rules);
  else builder.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']);
  const found = await builder.analyze();
  return found.violations.flatMap((rule) => rule.nodes.map((node) => `${page.url()}: ${rule.id}: ${node.target.join(' ')}`));
}

/** Whether the page scrolls sideways, which none may: neither in its own letters nor in those of the machine, which stand
 *  in until its own have come and are often wider. */
export function scrollsSideways(page) {
  return page.evaluate(() => {
    const whole = document.documentElement;
    const wider = () => whole.scrollWidth > whole.clientWidth;
    const own = wider();
    whole.style.setProperty('--font', 'sans-serif');
    const standingIn = wider();
    whole.style.removeProperty('--font');
    return own || standingIn;
  });
}
