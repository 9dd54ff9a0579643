// Editing the address leads nowhere: what one may not know of is the same as what does not exist.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { logIn, start, visitor } from '../lib/app.mjs';

let app;
before(async () => { app = await start(); });
after(() => app.stop());

test('someone of another organisation who edits the address gets the same page as for a trail that does not exist', async () => {
  const johan = await visitor(app);
  await logIn(johan, 'johan');
  await johan.goto('/leder');
  const address = await johan.locator('main a[href^="/led/"]').first().getAttribute('href');
  assert.equal((await johan.goto(address)).status(), 200);

  const rut = await visitor(app);
  await logIn(rut, 'rut');
  const refused = await rut.goto(address);
  const hidden = await rut.textContent('main');
  const nothing = await rut.goto('/led/00000000-0000-7000-8000-000000000000');
  assert.equal(refused.status(), 404);
  assert.equal(nothing.status(), 404);
  assert.equal(hidden, await rut.textContent('main'));
});

test('nobody sees a page of work without logging in', async () => {
  const page = await visitor(app);
  for (const path of ['/min-dag', '/en-vag-in', '/leder', '/regler']) {
    await page.goto(path);
    assert.equal(new URL(page.url()).pathname, '/logga-in', path);
  }
});
