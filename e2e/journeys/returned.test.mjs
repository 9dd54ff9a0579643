// Nobody just gets a no: a unit that returns a child says why, what the family is told and what happens instead. The second
// time, the manager is told.
import assert from 'node:assert/strict';
import { ask, comeBack } from '../lib/asking.mjs';
import { bothWays, day, region, walker } from '../lib/walk.mjs';

const app = region();

const TOLD = [
  'Vi tror att du behöver någon annan än oss. Mikael ringer dig på fredag.',
  'Du behöver inte komma till BUP nu. Mikael fortsätter att hjälpa dig.',
];

bothWays('a unit returns a child with a next step, and the second return reaches the manager', async (js) => {
  const name = js ? 'Alva-Lo' : 'Alvin-Lo';
  const child = await walker(app, { js, width: 390 });
  const code = await ask(child, { name });
  await comeBack(child, code);

  const mikael = await walker(app, { js, as: 'mikael' });
  await mikael.open('/leder');
  const row = mikael.page.locator('main').getByRole('link', { name });
  while ((await row.count()) === 0) await mikael.follow('Visa fler');
  await mikael.follow(name);
  const trail = mikael.path;

  await offer(mikael, trail, 'UPH Björkeryd', '3');
  const johan = await walker(app, { js, as: 'johan' });
  await giveBack(johan, name, 'other_level', TOLD[0]);
  await johan.doesNotRead('Avsändarens chef får veta det.');
  await johan.press('Lämna tillbaka');

  await mikael.open(trail);
  await mikael.reads('En annan vårdnivå passar bättre');
  await mikael.reads('Mikael ringer och planerar nytt');
  await child.open('/min-sida');
  await child.reads('Mikael håller i det just nu.');
  await child.reads('Vi har fått svar från UPH Björkeryd');
  await child.reads('De tar inte över.');
  await child.reads(TOLD[0]);
  await child.doesNotRead('vårdnivå');

  await mistakes(mikael, trail, 'BUP Rösmark', '3');
  await offer(mikael, trail, 'BUP Rösmark', '4');
  const maria = await walker(app, { js, as: 'maria' });
  await giveBack(maria, name, 'contact_exists', TOLD[1]);
  await maria.reads('Avsändarens chef får veta det.');
  await maria.press('Lämna tillbaka');

  await child.open('/min-sida');
  await child.reads(TOLD[1]);
  const vera = await walker(app, { js, as: 'vera' });
  await vera.open('/min-dag');
  await vera.reads('Skickade fram och tillbaka');
  await vera.follow(name, vera.page.getByRole('region', { name: 'Skickade fram och tillbaka' }));
  for (const one of [child, mikael, johan, maria, vera]) await one.leave();
});

/** A unit that does not give the level is not asked without a reason, and everything typed is kept. */
async function mistakes(giver, trail, unit, level) {
  await giver.open(`${trail}/lamna-over`);
  await giver.choose('till', unit);
  await giver.pick('syfte', 'referral');
  await giver.page.locator('main [name="niva"]').selectOption(level);
  await giver.write('sammanfattning', 'Borta från skolan i fem veckor.');
  await giver.press('Granska');
  await giver.reads('Verksamheten ger inte den vårdnivån');
  await giver.reads('Varför dit ändå?');
  const kept = await giver.page.locator('main [name="sammanfattning"]').inputValue();
  assert.ok(kept.includes('fem veckor'), `what was typed is kept: ${kept}`);
}

async function offer(giver, trail, unit, level) {
  await giver.open(`${trail}/lamna-over`);
  await giver.choose('till', unit);
  await giver.pick('syfte', 'referral');
  await giver.page.locator('main [name="niva"]').selectOption(level);
  await giver.write('sammanfattning', 'Borta från skolan i tre veckor. Vill ha någon att prata med.');
  await giver.press('Granska');
  await giver.reads('håller i stafettpinnen tills de har tackat ja');
  await giver.press('Skicka erbjudandet');
}

/** Fills in a return, as far as the page that checks it. */
async function giveBack(receiver, name, reason, told) {
  await receiver.open('/min-dag');
  await receiver.follow(name);
  await receiver.follow('Lämna tillbaka');
  await receiver.reads('Ingen får bara ett nej.');
  await receiver.press('Granska');
  await receiver.reads('Vad får familjen veta?');
  await receiver.pick('skal', reason);
  await receiver.write('till_familjen', told);
  await receiver.pick('sedan', 'keeps');
  await receiver.write('vad', 'Mikael ringer och planerar nytt');
  await receiver.write('dag', day(2));
  await receiver.press('Granska');
  await receiver.reads('Granska innan du lämnar tillbaka');
  await receiver.reads(told);
}
