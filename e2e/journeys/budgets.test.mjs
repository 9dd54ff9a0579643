// What a page may ask for and weigh, for anyone and for each kind of person: the first time, and when they come back; and that
// nothing moves under the hand while it loads. Times are not asserted on a machine that others share: e2e/measure prints them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { logIn, start, visitor } from '../lib/app.mjs';
import { addressOf } from '../lib/places.mjs';

let app;
before(async () => { app = await start(); });
after(() => app.stop());

/** Design, performance budget. Bytes are as gzip sends them; a font is compressed already. */
const REQUESTS_MAX = 4;
const HTML_MAX = 15_000;
const FIRST_VIEW_MAX = 75_000;
const REPEAT_VIEW_MAX = 20_000;
const SHIFT_MAX = 0.02;

/** Who comes to which pages; a link is opened where an address differs from region to region. */
const views = [
  ['anyone', ['/', '/foralder', '/be-om-hjalp', '/vem-gor-vad', '/logga-in', '/om-tiderna', '/prata-nu']],
  ['mikael', ['/en-vag-in', '/min-dag', '/leder', 'a[href^="/led/"]']],
  ['johan', ['/min-dag', '/leder', 'a[href^="/led/"]']],
  ['vera', ['/min-dag', '/granskning']],
  ['stig', ['/regler', '/vem-gor-vad']],
  ['child', ['/min-sida', '/min-sida/last']],
  ['guardian', ['/min-familj']],
];

/** A browser that has nothing in its cache and stands where this one is logged in. */
async function fresh(page) {
  const state = await page.context().storageState();
  const context = await app.browser.newContext({ baseURL: app.base, storageState: state, locale: 'sv-SE', reducedMotion: 'reduce' });
  return context.newPage();
}

/** Opens an address and gives what came over the network: path, kind and bytes. What the browser had already is left out. */
async function loaded(page, address) {
  const client = await page.context().newCDPSession(page);
  await client.send('Network.enable');
  const had = new Set();
  client.on('Network.requestServedFromCache', ({ requestId }) => had.add(requestId));
  const answers = new Map();
  client.on('Network.responseReceived', ({ requestId, response }) => {
    if (response.fromDiskCache) had.add(requestId);
    answers.set(requestId, response);
  });
  const finished = new Set();
  client.on('Network.loadingFinished', ({ requestId }) => finished.add(requestId));
  await page.goto(address, { waitUntil: 'networkidle' });
  const came = [...answers].filter(([id, { url }]) => finished.has(id) && !had.has(id) && !url.includes('favicon'));
  const weighed = await Promise.all(
    came.map(async ([id, { url, mimeType }]) => {
      const { body, base64Encoded } = await client.send('Network.getResponseBody', { requestId: id });
      const bytes = Buffer.from(body, base64Encoded ? 'base64' : 'utf8');
      return { path: new URL(url).pathname, mimeType, bytes: mimeType.startsWith('font/') ? bytes.length : gzipSync(bytes).length };
    }),
  );
  await client.detach();
  return weighed;
}

const sum = (all) => all.reduce((bytes, one) => bytes + one.bytes, 0);
const list = (all) => all.map((one) => `${one.path} ${one.bytes}`).join(', ');

for (const [who, begins] of views) {
  test(`what ${who} opens asks for at most four things, is light, lighter the second time, and does not move`, async () => {
    const own = await visitor(app);
    if (who !== 'anyone') await logIn(own, await addressOf.persona(own, who));
    for (const begin of begins) {
      const address = begin.startsWith('/') ? begin : await addressOf.link(own, begin);
      const page = await fresh(own);
      await page.addInitScript(() => {
        window.shifted = 0;
        new PerformanceObserver((entries) => {
          for (const entry of entries.getEntries()) window.shifted += entry.value;
        }).observe({ type: 'layout-shift', buffered: true });
      });
      const first = await loaded(page, address);
      assert.ok(first.length > 0, `${address}: something came`);
      assert.ok(first.length <= REQUESTS_MAX, `${address} asks for ${first.length}: ${list(first)}`);
      const html = first.filter((one) => one.mimeType === 'text/html');
      assert.ok(sum(html) <= HTML_MAX, `${address}: HTML is ${sum(html)} bytes`);
      assert.ok(sum(first) <= FIRST_VIEW_MAX, `${address}: the first view is ${list(first)}`);
      const shifted = await page.evaluate(() => window.shifted);
      assert.ok(shifted <= SHIFT_MAX, `${address} moves by ${shifted} while it loads`);
      const again = await loaded(page, address);
      assert.ok(sum(again) <= REPEAT_VIEW_MAX, `${address}: a repeated view is ${list(again)}`);
      await page.context().close();
    }
    await own.context().close();
  });
}
