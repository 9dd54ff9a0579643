// Every kind of page: nothing for axe-core to find, no sideways scroll on a phone, within the weight budget.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { faults, logIn, scrollsSideways, start, visitor } from '../lib/app.mjs';

let app;
before(async () => { app = await start(); });
after(() => app.stop());

const open = ['/', '/be-om-hjalp', '/vem-gor-vad', '/logga-in', '/installningar', '/dina-uppgifter', '/tystnadsplikt', '/tillganglighet', '/om-tiderna', '/forbered', '/finns-inte'];
const atWork = [['mikael', '/en-vag-in'], ['mikael', '/min-dag'], ['samira', '/min-dag'], ['johan', '/leder'], ['samira', '/ny-led'], ['stig', '/regler'], ['vera', '/vem-gor-vad']];

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

for (const width of [390, 1280]) {
  test(`pages at work are accessible at ${width} px`, async () => {
    for (const [persona, path] of atWork) {
      const page = await visitor(app, { width });
      await logIn(page, persona);
      await page.goto(path);
      assert.deepEqual(await faults(page), []);
      assert.equal(await scrollsSideways(page), false, `${path} scrolls sideways at ${width} px`);
      await page.context().close();
    }
  });
}

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
