// Every kind of page: nothing for axe-core to find, no sideways scroll on a phone, within the weight budget.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { faults, logIn, scrollsSideways, start, visitor } from '../lib/app.mjs';
import { elsewhere, kind } from '../lib/kinds.mjs';

let app;
before(async () => { app = await start(); });
after(() => app.stop());

const open = ['/', '/be-om-hjalp', '/vem-gor-vad', '/logga-in', '/installningar', '/dina-uppgifter', '/tystnadsplikt', '/tillganglighet', '/om-tiderna', '/forbered', '/foralder', '/prata-nu', '/finns-inte'];

for (const dark of [false, true]) {
  test(`open pages are accessible and fit a phone, ${dark ? 'dark' : 'light'}`, async () => {
    const page = await visitor(app, { width: 320, dark });
    for (const path of open) {
      await page.goto(path);
      assert.deepEqual(await faults(page), []);
      assert.equal(await scrollsSideways(page), false, `${path} scrolls sideways at 320 px`);
    }
  });
}

/** One address of each kind of page that somebody comes to by following links from where they begin. */
async function reached(page, begins) {
  const found = new Map(begins.map((address) => [kind(address), address]));
  // A child's own page differs with how one came to it: asked to take it, holding it, having been given copies.
  const known = (link, from) => (/^\/(led|en-vag-in)\/:id$/.test(kind(link)) ? `${kind(link)} from ${kind(from)}` : kind(link));
  // A map is gone through in the order of insertion, those that are added on the way too.
  for (const address of found.values()) {
    await page.goto(address);
    const links = await page.$$eval('a[href^="/"]', (all) => all.map((link) => link.getAttribute('href').replace(/#.*/, '')));
    for (const link of links) {
      const name = known(link, address);
      if (link !== '' && !elsewhere.test(link) && !found.has(name)) found.set(name, link);
    }
  }
  return [...found.values()];
}

/** What is wrong with a page: wide and light, narrow and dark. */
async function wrongs(page, address) {
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(address);
  const wrong = await faults(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 844 });
  wrong.push(...(await faults(page)).map((fault) => `390, dark: ${fault}`));
  if (await scrollsSideways(page)) wrong.push(`390: ${address} scrolls sideways`);
  return wrong;
}

/** Who begins where. A child and a grown-up of the same family are found where people log in. */
const people = [
  ['mikael', ['/en-vag-in', '/en-vag-in?visa=mine', '/min-dag', '/leder']],
  ['johan', ['/min-dag', '/leder', '/vem-gor-vad']],
  ['samira', ['/min-dag', '/leder', '/ny-led', '/remisser', '/nodoppning']],
  ['stig', ['/regler']],
  ['vera', ['/min-dag', '/granskning', '/granskning/stickprov', '/vem-gor-vad']],
  ['child', ['/min-sida', '/min-sida/last']],
  ['guardian', ['/min-familj']],
];
/** Kinds of pages that somebody must have come to, so that a link that is lost is noticed. */
const mustBeReached = {
  mikael: ['/en-vag-in/:id', '/led/:id'],
  johan: ['/led/:id', '/led/:id/lamna-over', '/led/:id/dela', '/led/:id/samtycke', '/led/:id/anteckning'],
  samira: ['/remiss', '/remisser'],
  child: ['/min-sida/led/:id/ord', '/min-sida/last'],
  guardian: ['/min-familj', '/min-familj/:id/last'],
};

for (const [who, begins] of people) {
  test(`every page that ${who} comes to is accessible, wide and light, on a phone and dark`, async () => {
    const page = await visitor(app);
    await page.goto('/logga-in');
    const codes = await page.$$eval('button[name="persona"]', (all) => all.map((button) => button.value));
    const guardian = codes.find((code) => code.startsWith('mamma-'));
    const persona = { child: guardian.slice('mamma-'.length), guardian }[who] ?? who;
    await logIn(page, persona);
    const addresses = await reached(page, begins);
    const kinds = addresses.map(kind);
    for (const needed of mustBeReached[who] ?? []) assert.ok(kinds.includes(needed), `${who} comes to ${needed}: ${kinds}`);
    const wrong = [];
    for (const address of addresses) wrong.push(...(await wrongs(page, address)));
    assert.deepEqual(wrong, []);
    await page.context().close();
  });
}

test('the numbers to call are on every page for anyone, with the day they were reviewed', async () => {
  for (const path of ['/', '/be-om-hjalp', '/vem-gor-vad', '/logga-in', '/finns-inte']) {
    const page = await visitor(app);
    await page.goto(path);
    for (const number of ['112', '116111', '90101', '1177']) {
      assert.ok(await page.locator(`.acute a[href="tel:${number}"]`).isVisible(), `${path} shows ${number}`);
    }
    assert.match(await page.locator('footer').innerText(), /Akutnumren gicks igenom .*Källor:/);
    await page.context().close();
  }
});

test('a first view asks for four things: the page, the style sheet, the module and one font', async () => {
  for (const path of ['/', '/be-om-hjalp', '/logga-in']) {
    const page = await visitor(app);
    const asked = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(path, { waitUntil: 'networkidle' });
    // The mark of the tab is the browser's own errand: it is fetched aside, once, and nothing waits for it.
    const needed = asked.filter((address) => !address.includes('favicon'));
    assert.ok(needed.length <= 4, `${path} asks for ${needed.length}: ${needed.join(' ')}`);
    await page.context().close();
  }
});

test('a first view is light: HTML at most 15 kB, everything at most 75 kB, gzip', async () => {
  for (const path of ['/', '/be-om-hjalp', '/logga-in']) {
    const page = await visitor(app);
    // Bodies are read when the page has come to rest: asking for one that is still on its way may outlive the test.
    const finished = [];
    page.on('requestfinished', (request) => finished.push(request));
    await page.goto(path, { waitUntil: 'networkidle' });
    const loaded = await Promise.all(
      finished.map(async (request) => {
        const response = await request.response();
        return [request.url(), response.headers()['content-type'] ?? '', await response.body()];
      }),
    );
    const weight = ([, type, body]) => (type.startsWith('font/') ? body.length : gzipSync(body).length);
    const html = loaded.filter(([, type]) => type.startsWith('text/html')).reduce((sum, one) => sum + weight(one), 0);
    const all = loaded.reduce((sum, one) => sum + weight(one), 0);
    assert.ok(html <= 15_000, `${path}: HTML is ${html} bytes`);
    assert.ok(all <= 75_000, `${path}: the first view is ${all} bytes`);
    await page.context().close();
  }
});
