// What a family and the front door do first: ask, take in, interview, rate, decide; and the unit that takes over.
import assert from 'node:assert/strict';
import { day } from './walk.mjs';

/** A child asks for help, one question after another, and is given a code to come back with. Without a mobile number the
 *  answer is wanted on the page. */
export async function ask(child, { name, mobile }) {
  await child.open('/');
  await child.go(() => child.page.locator('a[href="/be-om-hjalp"]').first().click());
  await answer(child, () => child.pick('who', 'child'));
  await answer(child, () => child.pick('topic', 'school'));
  await answer(child, () => child.write('words', 'Jag orkar inte gå till skolan längre.'));
  await answer(child, async () => {
    await child.write('first_name', name);
    await child.write('age', '14');
  });
  await answer(child, () => child.pickBeside('Björkeryd'));
  await answer(child, async () => {
    await child.pick('reach', mobile ? 'text_message' : 'on_page');
    if (mobile) await child.write('mobile', mobile);
  });
  if (mobile) await answer(child, () => child.pick('message', 'safe'));
  await answer(child, () => child.pick('interpreter', 'no'));
  await child.reads(name);
  await child.press('Skicka till En väg in');
  const code = (await child.page.locator('main').innerText()).match(/[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}/)?.[0];
  assert.ok(code, 'the receipt shows a code');
  return code;
}

async function answer(child, how) {
  await how();
  await child.go(() => child.page.locator('main form button[type="submit"]').first().click());
}

/** Logs in with the code of a receipt, and comes to the child's own page. */
export async function comeBack(child, code) {
  await child.open('/logga-in');
  await child.write('code', code);
  await child.go(() => child.page.locator('form:has(#code) button[type="submit"]').click());
  assert.equal(child.path, '/min-sida');
}

/** A nurse takes a child's request from the queue, and comes to it. */
export async function takeIn(nurse, name) {
  await nurse.open('/en-vag-in');
  const row = nurse.page.locator('main tr', { hasText: name });
  while ((await row.count()) === 0) await nurse.follow('Visa fler');
  await nurse.press('Ta emot', row);
  await nurse.reads(name);
}

/** The talk, the ratings and the child's own words, once safety is asked. */
export async function talkAndRate(nurse, worry) {
  await nurse.page.locator('main [name="school_attendance"]').selectOption('little');
  await nurse.pick('contacts_ongoing', 'no');
  await nurse.press('Spara och fortsätt');
  for (const area of await names(nurse, 'input[name^="area_"]')) await nurse.pick(area, area === 'area_worry' ? worry : '0');
  await nurse.write('summary', 'Oron är störst på morgonen.');
  await nurse.press('Spara och fortsätt');
  await nurse.write('concern', 'Benen går inte när bussen kommer.');
  await nurse.write('wish', 'Någon att prata med.');
  await nurse.press('Spara och fortsätt');
}

/** The acute questions, all with no. */
export async function askSafety(nurse) {
  await nurse.page.locator('main [name="caller_relation"]').selectOption('self');
  await nurse.page.locator('main [name="caller_consent"]').selectOption('child');
  for (const name of await names(nurse, 'input[type="radio"][name^="caller_"]')) await nurse.pick(name, 'yes');
  for (const name of await names(nurse, 'input[type="radio"][name^="acute_"]')) await nurse.pick(name, 'no');
  await nurse.press('Spara och fortsätt');
}

/** Sends the child on to a unit at a level. */
export async function routeTo(nurse, unit, level) {
  await nurse.pick('level', level);
  await nurse.press('Räkna om förslaget');
  await nurse.pick('outcome', 'route');
  await nurse.pickBeside(unit);
  await nurse.write('handover', 'Oro, borta från skolan i tre veckor.');
  await nurse.write('told', 'Johan på UPH ringer på torsdag.');
  await nurse.write('next_step', 'Johan ringer');
  await nurse.write('next_on', day(3));
  await nurse.press('Spara och fortsätt');
  await nurse.pick('summary_read_back', 'yes');
  await nurse.press('Skicka');
}

/** Johan, who has the trail of a child before him, takes over and writes what happens next. */
export async function accept(johan) {
  await johan.follow('Tacka ja och ta över');
  await johan.write('vad', 'Du träffar Johan på UPH');
  await johan.write('dag', day(4));
  await johan.press('Ta över stafettpinnen');
  await johan.reads('Du håller i stafettpinnen nu.');
}

/** The names of the questions on the page, in order, each once. */
export async function names(walker, selector) {
  const all = await walker.page.locator(`main ${selector}`).evaluateAll((inputs) => inputs.map((input) => input.name));
  return [...new Set(all)];
}
