// Acute danger stops everything until somebody has acted: whom to call first, then what was done and when it is followed up.
// With the keyboard alone.
import assert from 'node:assert/strict';
import { ask, names, takeIn } from '../lib/asking.mjs';
import { bothWays, region, walker } from '../lib/walk.mjs';

const app = region();

bothWays('a yes to an acute question interrupts until somebody has acted, with the keyboard alone', async (js) => {
  const name = js ? 'Sanna-Lo' : 'Sanne-Lo';
  const child = await walker(app, { js, width: 390 });
  await ask(child, { name });
  await child.leave();

  const mikael = await walker(app, { js, as: 'mikael' });
  await takeIn(mikael, name);
  const request = mikael.path;
  await mikael.enter('main a[href$="/sakerhet"]');
  for (const question of await names(mikael, '[name^="caller_"]')) {
    const list = await mikael.page.locator(`main select[name="${question}"]`).count();
    await mikael.pickByKey(question, list === 0 ? 'yes' : { caller_relation: 'self', caller_consent: 'child' }[question]);
  }
  for (const question of await names(mikael, 'input[name^="acute_"]')) {
    await mikael.pickByKey(question, question === 'acute_suicide_plan' ? 'yes' : 'no');
  }
  await mikael.enter('main form.stack button.btn:not([name])');

  const danger = `${request}/fara`;
  assert.equal(mikael.path, danger);
  await mikael.reads(`Prata med ${name} nu`);
  await mikael.reads('112');
  await mikael.reads('En plan för att ta sitt liv');
  await mikael.reads('Jour här i dag: Mikael K.');
  for (const elsewhere of ['', '/samtal', '/livsomraden', '/beslut', '/granska']) {
    await mikael.open(`${request}${elsewhere}`);
    assert.equal(mikael.path, danger, `${elsewhere} leads to the danger`);
  }

  await mikael.enter('main form button[type="submit"]');
  await mikael.reads('Välj vad du har gjort');
  await mikael.reads('Välj dag och klockslag, senast om sju dagar');
  await mikael.reads('Skriv var barnet är');
  await mikael.pickByKey('action', 'talked_with_duty_clinician');
  await mikael.writeByKey('note', 'Pratade med jouren. Mamma är på väg hem.');
  await midnight(mikael, 'follow_up_time');
  await mikael.writeByKey('call_back', '070-174 06 35');
  await mikael.writeByKey('place', 'Hemma, Storgatan 1');
  await mikael.enter('main form button[type="submit"]');
  await mikael.reads('Sparat. Gå vidare med säkerhetsfrågorna.');
  await mikael.open('/en-vag-in?visa=mine');
  await mikael.reads('Akut, åtgärdad');
  await mikael.leave();
});

/** The last minute of the day, in a field for time of day: the browser shows twelve hours or twenty-four. */
async function midnight(walker, field) {
  await walker.writeByKey(field, '1159P');
  const written = () => walker.page.locator(`main [name="${field}"]`).inputValue();
  if ((await written()) !== '23:59') {
    await walker.page.keyboard.press('ArrowLeft');
    await walker.page.keyboard.press('ArrowLeft');
    await walker.page.keyboard.type('2359');
  }
  assert.equal(await written(), '23:59');
}
