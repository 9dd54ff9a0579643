// How fast the main pages are in Chromium on slow 4G with a processor four times slower than this one: when the largest thing
// is painted (LCP), how much moves (CLS), and how long the slowest press takes until the next frame (as INP counts it).
// The middle of five, each in a browser with nothing in its cache.
import { logIn, start, visitor } from './app.mjs';
import { addressOf } from './places.mjs';

/** What Lighthouse calls slow 4G. */
const NETWORK = { offline: false, latency: 150, downloadThroughput: (1.6 * 1024 * 1024) / 8, uploadThroughput: (750 * 1024) / 8 };
const SLOWER = 4;
const TIMES = 5;

const views = [
  ['anyone', '/', '.acute summary, main a'],
  ['anyone', '/be-om-hjalp', 'input[name="who"]'],
  ['mikael', '/en-vag-in', 'main .tabs a, main a'],
  ['mikael', '/min-dag', 'main a'],
  ['johan', '/leder', 'main a'],
  ['johan', 'a[href^="/led/"]', 'main summary, main a'],
  ['child', '/min-sida', 'main a'],
  ['guardian', '/min-familj', 'main a'],
];

const app = await start();

/** Runs in the page before anything else. */
function watch() {
  window.seen = { lcp: 0, cls: 0, press: 0 };
  const on = (type, take, more) => new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true, ...more });
  on('largest-contentful-paint', (entry) => { window.seen.lcp = entry.startTime; });
  on('layout-shift', (entry) => { window.seen.cls += entry.value; });
  on('event', (entry) => { window.seen.press = Math.max(window.seen.press, entry.duration); }, { durationThreshold: 16 });
  // What is pressed is measured, not where it leads.
  addEventListener('click', (event) => { if (event.target.closest('a')) event.preventDefault(); }, true);
}

async function once(state, address, pressed) {
  const context = await app.browser.newContext({ baseURL: app.base, storageState: state, locale: 'sv-SE', viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  const client = await context.newCDPSession(page);
  await client.send('Network.enable');
  await client.send('Network.emulateNetworkConditions', NETWORK);
  await client.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await page.addInitScript(watch);
  await page.goto(address, { waitUntil: 'networkidle' });
  await page.locator(pressed).first().click({ noWaitAfter: true });
  // The next frames are painted, and the observers have been told.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))));
  const seen = await page.evaluate(() => window.seen);
  await context.close();
  return seen;
}

const middle = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

console.log('| Who | Page | LCP ms | CLS | Slowest press ms |\n|---|---|--:|--:|--:|');
for (const [who, begin, pressed] of views) {
  const own = await visitor(app);
  if (who !== 'anyone') await logIn(own, await addressOf.persona(own, who));
  const address = begin.startsWith('/') ? begin : await addressOf.link(own, begin);
  const state = await own.context().storageState();
  const all = [];
  for (let time = 0; time < TIMES; time += 1) all.push(await once(state, address, pressed));
  const of = (name, digits) => middle(all.map((one) => one[name])).toFixed(digits);
  console.log(`| ${who} | ${begin.startsWith('/') ? begin : '/led/…'} | ${of('lcp', 0)} | ${of('cls', 3)} | ${of('press', 0)} |`);
  await own.context().close();
}
await app.stop();
