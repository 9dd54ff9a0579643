// Editing the address leads nowhere: what one may not know of is the same as what does not exist.
import assert from 'node:assert/strict';
import { bothWays, region, walker } from '../lib/walk.mjs';

const app = region();
const NOTHING = '/led/00000000-0000-7000-8000-000000000000';

bothWays('someone of another organisation who edits the address gets the same page as for a trail that does not exist', async (js) => {
  const johan = await walker(app, { js, as: 'johan' });
  await johan.open('/leder');
  const address = await johan.page.locator('main a[href^="/led/"]').first().getAttribute('href');
  await johan.open(address);

  const rut = await walker(app, { js, as: 'rut' });
  for (const page of ['', '/lamna-over', '/anteckning', '/dela', '/samtycke']) {
    await rut.open(`${address}${page}`, 404);
    const hidden = await rut.page.locator('main').innerText();
    await rut.open(`${NOTHING}${page}`, 404);
    assert.equal(hidden, await rut.page.locator('main').innerText());
  }
  for (const one of [johan, rut]) await one.leave();
});

bothWays('nobody sees a page of work without logging in', async (js) => {
  const stranger = await walker(app, { js });
  for (const path of ['/min-dag', '/en-vag-in', '/leder', '/regler', '/granskning', '/nodoppning']) {
    await stranger.open(path);
    assert.equal(stranger.path, '/logga-in', path);
  }
  await stranger.leave();
});
