// Every person of the demo region logs in and follows every link: each leads to a whole page, light enough and kept nowhere.
// Without a browser, so that nobody is left out; what the pages look like is seen to in pages.test.mjs.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { start } from '../lib/app.mjs';
import { elsewhere, kind } from '../lib/kinds.mjs';

let app;
before(async () => { app = await start(); });
after(() => app.stop());

/** Design, performance budget: an ordinary page, gzip. */
const HTML_BYTES_MAX = 15_000;
/** So many pages of one kind are opened by one person: a first, and some that differ. */
const OF_A_KIND = 3;

/** Somebody with a browser's cookies. */
class Person {
  cookies = new Map();

  async ask(path, form) {
    const answer = await fetch(app.base + path, {
      method: form ? 'POST' : 'GET',
      body: form && new URLSearchParams(form),
      headers: { cookie: [...this.cookies].map((pair) => pair.join('=')).join('; '), 'accept-language': 'sv', origin: app.base },
      redirect: 'manual',
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name, value] = cookie.match(/^([^=]+)=([^;]*)/);
      this.cookies.set(name, value);
    }
    return answer;
  }

  async logIn(persona) {
    const page = await (await this.ask('/logga-in')).text();
    const csrf = page.match(/name="csrf" value="([^"]+)"/)[1];
    const answer = await this.ask('/logga-in', { csrf, persona });
    assert.equal(answer.status, 303, `${persona} logs in`);
    return answer.headers.get('location');
  }
}

/** What is wrong with the pages that somebody reaches from here, and how many they were. */
async function walk(person, begin) {
  const wrong = [];
  const counts = new Map();
  const seen = new Set([begin]);
  // A set is gone through in the order of insertion, what is added on the way too.
  for (const path of seen) {
    const answer = await person.ask(path);
    const text = await answer.text();
    if (answer.status === 303) {
      seen.add(answer.headers.get('location'));
      continue;
    }
    if (answer.status !== 200) wrong.push(`${path}: ${answer.status}`);
    if (!/no-store/.test(answer.headers.get('cache-control') ?? '')) wrong.push(`${path}: may be kept by the browser`);
    if ((text.match(/<h1[ >]/g) ?? []).length !== 1) wrong.push(`${path}: has not one main heading`);
    const weight = gzipSync(text).length;
    if (weight > HTML_BYTES_MAX) wrong.push(`${path}: ${weight} bytes`);
    for (const [, href] of text.matchAll(/<a [^>]*href="(\/[^"#]*)/g)) {
      const link = href.replaceAll('&amp;', '&');
      const count = counts.get(kind(link)) ?? 0;
      if (elsewhere.test(link) || seen.has(link) || count >= OF_A_KIND) continue;
      counts.set(kind(link), count + 1);
      seen.add(link);
    }
  }
  return { wrong, count: seen.size };
}

test('every person of the demo region comes to whole and light pages, whichever links they follow', async () => {
  const login = await (await new Person().ask('/logga-in')).text();
  const personas = [...login.matchAll(/name="persona" value="([^"]+)"/g)].map(([, code]) => code);
  assert.ok(personas.length >= 15, `there are ${personas.length} people to be`);
  const wrong = [];
  for (const persona of personas) {
    const person = new Person();
    const found = await walk(person, await person.logIn(persona));
    wrong.push(...found.wrong.map((what) => `${persona}: ${what}`));
    assert.ok(found.count >= 2, `${persona} comes further than the first page`);
  }
  assert.deepEqual(wrong, []);
});
