// A new installation, with nothing in it but the file of organisations: the steward makes it ready, and a child who asks for
// help is heard, sent on, accepted, and reads who holds it. Nothing of the demo region, and no command but the import.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accept, ask, askSafety, comeBack, routeTo, takeIn, talkAndRate } from '../lib/asking.mjs';
import { installation, logInAtWork } from '../lib/installed.mjs';
import { municipality, organisations, staff, unit } from '../lib/organisations.mjs';
import { walker } from '../lib/walk.mjs';

const app = installation(organisations(
  municipality('Björkeryd'),
  unit('En väg in Rösmark', 'front_door', { duty: 'SE2321000099-1001' }),
  unit('UPH Björkeryd', 'first_line'),
  staff('SE2321000099-1000', 'Stina F.', { 'En väg in Rösmark': 'steward' }),
  staff('SE2321000099-1001', 'Mikael K.', { 'En väg in Rösmark': 'triage_nurse' }),
  staff('SE2321000099-1002', 'Johan L.', { 'UPH Björkeryd': 'psychologist' }),
));

/** Somebody at work, logged in through the region's identity provider. */
async function atWork(account) {
  const person = await walker(app, { js: true });
  await logInAtWork(person.page, account);
  await person.page.waitForURL((address) => !address.pathname.startsWith('/logga-in'));
  return person;
}

/** The steward writes what a unit does, for whom and where, so that the front door can send children to it. */
async function writeEntry(steward, unit, { about, phone, levels }) {
  await steward.open('/vem-gor-vad');
  await steward.follow(unit);
  await steward.write('about_sv', about);
  await steward.write('about_en', 'In English: ' + about);
  for (const level of levels) await steward.pick('levels', level);
  await steward.write('phone', phone);
  await steward.pick('hours', 'always');
  await steward.pick('intake', 'self_referral');
  await steward.press('Spara och bekräfta');
  await steward.reads('Senast bekräftad');
}

test('the steward makes a new installation ready, and the first child who asks is held', async () => {
  const stina = await atWork('SE2321000099-1000');
  await stina.open('/regler');
  await stina.press('Nytt utkast av exemplet');
  await stina.press('Spara som ny version');
  await stina.reads('Den nya versionen är sparad.');
  await stina.open('/regler/kommuner');
  await stina.choose('municipality', 'Björkeryd');
  await stina.choose('unit', 'En väg in Rösmark');
  await stina.press('Spara');
  await stina.reads('Det gäller från och med nu.');
  await writeEntry(stina, 'En väg in Rösmark', { about: 'Hit ringer eller skriver du först.', phone: '070-174 06 05', levels: [] });
  await writeEntry(stina, 'UPH Björkeryd', { about: 'Samtal och stöd när du mår dåligt.', phone: '070-174 06 06', levels: ['pupil_health', 'first_line'] });
  await stina.leave();

  const asking = await walker(app, { js: true, width: 390 });
  const code = await ask(asking, { name: 'Tova-Lo' });
  await asking.leave();
  const child = await walker(app, { js: true, width: 390 });
  await comeBack(child, code);
  await child.reads('Mikael håller i det just nu.');

  const mikael = await atWork('SE2321000099-1001');
  await takeIn(mikael, 'Tova-Lo');
  await mikael.follow('Till bedömningen');
  await askSafety(mikael);
  await talkAndRate(mikael, '3');
  await mikael.reads('Exempel, ej för vård');
  await routeTo(mikael, 'UPH Björkeryd', '3');
  await mikael.reads('Beslutet är sparat.');

  const johan = await atWork('SE2321000099-1002');
  await johan.open('/min-dag');
  await johan.follow('Tova-Lo');
  await accept(johan);

  await child.open('/min-sida');
  await child.reads('Johan håller i det just nu.');
  for (const one of [child, mikael, johan]) await one.leave();
  const { stdout } = await app.cairn('audit', 'verify');
  assert.match(stdout, /The log is whole/);
});
