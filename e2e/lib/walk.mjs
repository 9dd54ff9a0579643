// Someone who walks through Cairn in a browser of their own, by what the pages say. Every step waits for the page it leads
// to, never for time, and every kind of page that anybody comes to is looked at once by axe-core.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { faults, logIn, start, visitor } from './app.mjs';

/** One server for the journeys of a file. */
export function region() {
  const app = {};
  before(async () => Object.assign(app, await start(), { looked: new Set() }));
  after(() => app.stop?.());
  return app;
}

/** The same journey with and without JavaScript. */
export function bothWays(name, journey) {
  for (const js of [true, false]) test(`${name} (${js ? 'with' : 'without'} JavaScript)`, () => journey(js));
}

/** A day in Stockholm, so many days from now, as a form writes it. */
export function day(ahead = 0) {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm' }).format(Date.now() + ahead * 86_400_000);
}

/** A visitor; `as` is a persona of the demo region. */
export async function walker(app, { js, width = 1280, as } = {}) {
  const page = await visitor(app, { js, width });
  if (as) await logIn(page, as);
  return new Walker(app, page, js);
}

class Walker {
  constructor(app, page, js) {
    Object.assign(this, { app, page, js });
  }

  /** Opens an address. */
  async open(path, status = 200) {
    const answer = await this.page.goto(path);
    assert.equal(answer.status(), status, path);
    await this.#look();
  }

  /** Presses a button, on the page or within a part of it. */
  press(name, within = this.page) {
    return this.#arrive(() => within.getByRole('button', { name }).first().click());
  }

  /** Follows a link in the main part of the page, or within a part of it. */
  follow(name, within = this.page.locator('main')) {
    return this.#arrive(() => within.getByRole('link', { name }).first().click());
  }

  /** Does something that leads to another page, and waits for it. */
  go(act) {
    return this.#arrive(act);
  }

  /** Fills a field. */
  write(field, text) {
    return this.page.locator(`main [name="${field}"]`).fill(text);
  }

  /** Chooses one of several, or ticks a box, by clicking its label. */
  pick(field, value) {
    return this.page.locator(`main label:has(input[name="${field}"][value="${value}"])`).click();
  }

  /** Chooses by the words beside the circle or the box. */
  pickBeside(words) {
    return this.page.locator('main label:has(input)', { hasText: words }).first().click();
  }

  /** Chooses in a list, by the beginning of the words. */
  async choose(field, words) {
    const list = this.page.locator(`main select[name="${field}"]`);
    const value = await list.locator('option', { hasText: words }).first().getAttribute('value');
    await list.selectOption(value);
  }

  /** Opens what is folded away. */
  unfold(summary) {
    return this.page.locator('main summary', { hasText: summary }).first().click();
  }

  /** The row of a list or table that says this. */
  row(words) {
    return this.page.locator('main').locator('tr, li').filter({ hasText: words }).first();
  }

  /** The page says this. */
  async reads(words) {
    const text = await this.page.locator('body').innerText();
    assert.ok(one(text).includes(one(words)), `${this.page.url()} should say "${words}":\n${text}`);
  }

  /** The page does not say this. */
  async doesNotRead(words) {
    const text = await this.page.locator('body').innerText();
    assert.ok(!one(text).includes(one(words)), `${this.page.url()} should not say "${words}":\n${text}`);
  }

  /** Where the walker is. */
  get path() {
    return new URL(this.page.url()).pathname;
  }

  /** Walks with the keyboard alone until a field, a link or a button has focus. */
  async tabTo(selector) {
    for (let tabs = 0; tabs < TABS_MAX; tabs += 1) {
      if (await this.page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
      await this.page.keyboard.press('Tab');
    }
    assert.fail(`${this.page.url()}: the keyboard does not reach ${selector}`);
  }

  /** Chooses one of several, or in a list, with the keyboard alone. */
  async pickByKey(field, value) {
    await this.tabTo(`[name="${field}"]`);
    const focused = () => this.page.evaluate(() => [document.activeElement.name, document.activeElement.value]);
    for (let steps = 0; steps < CHOICES_MAX; steps += 1) {
      const [name, chosen] = await focused();
      assert.equal(name, field, 'the arrows stay among the choices');
      if (chosen === value) {
        await this.page.keyboard.press('Space');
        return;
      }
      await this.page.keyboard.press('ArrowDown');
    }
    assert.fail(`${this.page.url()}: the arrows do not reach ${value} of ${field}`);
  }

  /** Writes in a field with the keyboard alone. */
  async writeByKey(field, text) {
    await this.tabTo(`[name="${field}"]`);
    await this.page.keyboard.type(text);
  }

  /** Presses Enter on whatever the keyboard reaches. */
  async enter(selector) {
    await this.tabTo(selector);
    await this.#arrive(() => this.page.keyboard.press('Enter'));
  }

  /** Goes home: the browser is closed. */
  leave() {
    return this.page.context().close();
  }

  async #arrive(act) {
    await Promise.all([this.page.waitForNavigation({ waitUntil: 'load' }), act()]);
    await this.#look();
  }

  async #look() {
    const kind = `${this.path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '*')} ${await this.page.title()}`;
    if (this.app.looked.has(kind)) return;
    this.app.looked.add(kind);
    assert.deepEqual(this.js === false ? await this.#faultsOfCopy() : await faults(this.page), []);
  }

  /** axe-core needs JavaScript. The same page is shown to a browser that has it, with the page's own script taken out. */
  async #faultsOfCopy() {
    const body = (await this.page.content()).replace(/<script\b.*?<\/script>/gs, '');
    const copy = await visitor(this.app, { width: this.page.viewportSize().width });
    await copy.route(this.page.url(), (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body }));
    await copy.goto(this.page.url());
    const found = await faults(copy);
    await copy.context().close();
    return found;
  }
}

/** More than any page has of fields, links and buttons. */
const TABS_MAX = 400;
/** More than any question has of answers. */
const CHOICES_MAX = 20;

/** Words as they are read: line breaks and fixed spaces are spaces. */
function one(text) {
  return text.replace(/\s+/g, ' ');
}
