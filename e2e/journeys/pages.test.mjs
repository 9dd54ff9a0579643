// Every kind of page: nothing for axe-core to find, no sideways scroll on a phone. What it may weigh: budgets.test.mjs.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { faults, logIn, scrollsSideways, start, visitor } from '../lib/app.mjs';
import { elsewhere, kind } from '../lib/kinds.mjs';
import { addressOf } from '../lib/places.mjs';

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
    await logIn(page, await addressOf.persona(page, who));
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
