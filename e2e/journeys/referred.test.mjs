// A school counsellor asks the front door for help for a child, is asked for more, and sees how far it has come without
// seeing what belongs to the front door.
import { takeIn } from '../lib/asking.mjs';
import { bothWays, region, walker } from '../lib/walk.mjs';

const app = region();

bothWays('a counsellor refers a child, answers a question, and sees how it goes', async (js) => {
  const name = js ? 'Lova-Li' : 'Love-Li';
  const samira = await walker(app, { js, as: 'samira' });
  await samira.open('/remisser');
  await samira.follow('Be En väg in om hjälp');
  await samira.reads('öppna en led hos er i stället');
  await samira.write('first_name', name);
  await samira.press('Fortsätt');
  // What is missing is said at its field, and what was typed is kept.
  await samira.reads('Välj om du har numret');
  await samira.pick('identity', 'none');
  await samira.write('age', '13');
  await samira.press('Fortsätt');
  await samira.pickBeside('Björkeryd');
  await samira.press('Fortsätt');
  await samira.pick('topic', 'school');
  await samira.press('Fortsätt');
  await samira.write('words', 'Kommer inte till skolan och har ont i magen.');
  await samira.press('Fortsätt');
  await samira.write('since', 'Sedan höstlovet');
  await samira.press('Fortsätt');
  await samira.write('tried', 'Kortare dagar i tre veckor.');
  await samira.press('Fortsätt');
  await samira.pick('child_knows', 'yes');
  await samira.pick('guardians_know', 'yes');
  await samira.press('Fortsätt');
  await samira.write('wish', 'Någon att prata med utanför skolan.');
  await samira.press('Fortsätt');
  await samira.pick('reach', 'through_me');
  await samira.press('Fortsätt');
  await samira.pick('interpreter', 'no');
  await samira.press('Fortsätt');
  await samira.write('call_back', '070-174 06 41');
  await samira.press('Fortsätt');
  await samira.reads('Stämmer det här?');
  await samira.reads('Kortare dagar i tre veckor.');
  await samira.press('Skicka till En väg in');
  await samira.reads('Tack, vi har fått det');
  await samira.follow('Se hur det går');
  await samira.reads('Mottagen');

  const mikael = await walker(app, { js, as: 'mikael' });
  await takeIn(mikael, name);
  await mikael.reads('Kommer inte till skolan och har ont i magen.');
  await mikael.reads('Sedan höstlovet');
  await mikael.write('question', 'Hur många dagar är barnet där?');
  await mikael.press('Skicka frågan');
  await mikael.reads('Frågan väntar på svar.');

  await samira.open('/remisser');
  await samira.reads('Mer behövs');
  await samira.follow(name);
  await samira.write('answer', 'Två dagar i veckan.');
  await samira.press('Svara');
  await samira.reads('Pågår');
  await mikael.open(mikael.path);
  await mikael.reads('Två dagar i veckan.');
  for (const one of [samira, mikael]) await one.leave();
});
