// A child asks for help without logging in, with and without JavaScript; somebody holds it from the first moment.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { faults, logIn, start, visitor } from '../lib/app.mjs';

let app;
before(async () => { app = await start(); });
after(() => app.stop());

for (const js of [true, false]) {
  test(`a child asks, gets a promise and a code, and the nurse sees it in the queue (${js ? 'with' : 'without'} JavaScript)`, async () => {
    const page = await visitor(app, { width: 390, js });
    await page.goto('/');
    await page.click('a[href="/be-om-hjalp"] >> nth=0');
    await fill(page, js);
    const body = await page.textContent('main');
    const code = body.match(/[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}/)?.[0];
    assert.ok(code, `the receipt shows a code:\n${body}`);
    if (js) assert.deepEqual(await faults(page), []);

    const nurse = await visitor(app, { js });
    await logIn(nurse, 'mikael');
    await nurse.goto('/en-vag-in');
    const queue = await nurse.textContent('main');
    assert.match(queue, /Elsa-Lo/);
    assert.doesNotMatch(queue, /070-?174/, 'a list shows no telephone number');

    const child = await visitor(app, { width: 390, js });
    await child.goto('/logga-in');
    await child.fill('#code', code);
    await child.click('form:has(#code) button[type="submit"]');
    assert.equal(new URL(child.url()).pathname, '/min-sida');
  });
}

/** Answers one question after another until the receipt. */
async function fill(page) {
  for (let step = 0; step < 14; step += 1) {
    if (await page.locator('form[action*="granska"] button, form button:has-text("Skicka")').count() && page.url().includes('granska')) {
      await page.click('button:has-text("Skicka")');
      return;
    }
    await answer(page);
    await page.click('main form button[type="submit"] >> nth=0');
  }
  throw new Error(`the questions never end: ${page.url()}`);
}

async function answer(page) {
  const main = page.locator('main');
  for (const radio of ['Jag är barn eller ung', 'Jag är ledsen, orolig eller stressad', 'Här på sidan', 'Björkeryd', 'Nej']) {
    const label = main.locator('label.choice', { hasText: radio });
    if (await label.count()) { await label.first().click(); break; }
  }
  for (const area of await main.locator('textarea').all()) await area.fill('Jag orkar inte gå till skolan längre.');
  for (const input of await main.locator('input[type="text"]').all()) {
    const id = await input.getAttribute('id');
    if (/name|namn/.test(id)) await input.fill('Elsa-Lo');
    else if (/age|alder/.test(id)) await input.fill('14');
  }
  for (const input of await main.locator('input[type="number"]').all()) await input.fill('14');
  for (const select of await main.locator('select').all()) {
    if (await select.locator('option', { hasText: 'Björkeryd' }).count()) await select.selectOption({ label: 'Björkeryd' });
  }
}
