// Starts `cairn demo` in a temporary folder on a free port, and Debian's Chromium; stops only those.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
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

/** A running demo region. `base` is its address; `stop` stops it and removes its data. */
export async function start() {
  if (!binary) throw new Error('cairn is not built: cargo build --package server --bin cairn');
  const data = await mkdtemp(join(tmpdir(), 'cairn-journeys-'));
  const server = spawn(binary, ['demo', '--data', data, '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((done) => server.once('exit', done));
  let base;
  for await (const line of createInterface({ input: server.stdout })) {
    base = line.match(/http:\/\/[\d.:]+(?=\/logga-in)/)?.[0];
    if (base) break;
  }
  if (!base) throw new Error(`cairn demo ended before it listened (exit ${await ended})`);
  server.stdout.resume();
  const browser = await chromiumBrowser();
  const stop = async () => {
    await browser.close();
    server.kill('SIGTERM');
    await ended;
    await rm(data, { recursive: true, force: true });
  };
  return { base, browser, stop };
}

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
    locale: 'sv-SE',
  });
  return context.newPage();
}

/** Logs in with one click. */
export async function logIn(page, persona) {
  await page.goto('/logga-in');
  await page.click(`button[name="persona"][value="${persona}"]`);
}

/** What axe-core finds on the page, as sentences; an empty list is what we want. */
export async function faults(page) {
  const found = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
  return found.violations.flatMap((rule) => rule.nodes.map((node) => `${page.url()}: ${rule.id}: ${node.target.join(' ')}`));
}

/** Whether the page scrolls sideways, which none may. */
export function scrollsSideways(page) {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
}
