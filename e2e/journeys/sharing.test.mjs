// Both guardians say yes to a sharing after they have read what the receiver will newly see, and one takes it back.
import { bothWays, day, region, walker } from '../lib/walk.mjs';

const app = region();

bothWays('guardians give a sharing and take it back, and see first what it shows', async (js) => {
  const secret = `Sami sover dåligt och vill inte äta lunch (${js ? 'måndag' : 'tisdag'}).`;
  const later = `Sami åt lunch med en vuxen (${js ? 'måndag' : 'tisdag'}).`;
  const johan = await walker(app, { js, as: 'johan' });
  await johan.open('/leder');
  const link = johan.page.locator('main').getByRole('link', { name: 'Sami' });
  while ((await link.count()) === 0) await johan.follow('Visa fler');
  await johan.follow('Sami');
  const trail = johan.path;
  await write(johan, trail, secret);
  await choose(johan, trail, secret);
  await johan.reads('Det här blir nytt för dem');
  await johan.reads(secret);
  await johan.pickBeside('Fråga om samtycke');
  await johan.unfold('Det familjen frågas');
  await johan.page.locator('main textarea[name^="purpose-"]').fill('Så att Samira kan ordna en lugn plats vid lunchen.');
  await johan.page.locator('main input[name^="until-"]').fill(day(90));
  await johan.pickBeside('Det är inte bedömt');
  await johan.press('Granska');
  await johan.reads('Granska innan du delar');
  await johan.reads(secret);
  // Whoever was registered first stands first; in the demo region both were in one moment.
  for (const parent of ['mamma', 'pappa']) await johan.reads(parent);
  await johan.reads('Alla måste säga ja.');
  await johan.reads('Inget delas förrän alla har sagt ja.');
  await johan.press('Fråga familjen');
  await johan.reads('Frågan är ställd.');

  const samira = await walker(app, { js, as: 'samira' });
  const mother = await walker(app, { js, as: 'mamma-sami', width: 390 });
  await say(mother, secret, 'Ja');
  await mother.reads('Inget visas förrän alla har sagt ja.');
  const father = await walker(app, { js, as: 'pappa-sami', width: 390 });
  await say(father, secret, 'Ja');
  await father.reads('det är delat');
  await samira.open(trail);
  await samira.reads(secret);

  await mother.open('/min-familj');
  await mother.reads('Det du har sagt ja till');
  await mother.follow('Ändra eller dra tillbaka');
  await mother.reads(secret);
  await mother.go(() => mother.page.locator('form[action$="/dra-tillbaka"] button').click());
  await mother.reads('Inget nytt visas');

  // What was received stays; nothing new crosses.
  await samira.open(trail);
  await samira.reads(secret);
  await write(johan, trail, later);
  await choose(johan, trail, later);
  await johan.doesNotRead('Samtycke finns');
  await johan.open(`${trail}/samtycke`);
  await johan.reads('Det som redan är mottaget ligger kvar');
  await samira.open(trail);
  await samira.doesNotRead(later);
  for (const one of [johan, samira, mother, father]) await one.leave();
});

bothWays('a visitor of the demo region can be a guardian with a question to answer', async (js) => {
  const mother = await walker(app, { js, as: 'mamma-ellen', width: 390 });
  await mother.open('/min-familj');
  await mother.follow('Läs och svara');
  await mother.reads('Så att UPH vet vad skolan redan har provat');
  await mother.leave();
});

async function write(johan, trail, text) {
  await johan.open(`${trail}/anteckning`);
  await johan.pick('kind', 'visit');
  await johan.write('happened', day());
  await johan.write('body', text);
  await johan.press('Spara anteckningen');
}

async function choose(johan, trail, text) {
  await johan.open(`${trail}/dela`);
  await johan.pickBeside(text);
  const school = johan.page.locator('main label:has(input[name="to"])', { hasText: 'Elevhälsan Björkeryds skola' });
  if (await school.count()) await school.click();
  else await johan.choose('other', 'Elevhälsan Björkeryds skola');
  await johan.press('Se vad de får veta');
}

async function say(guardian, secret, answer) {
  await guardian.open('/min-familj');
  await guardian.follow('Läs och svara');
  await guardian.reads('Så att Samira kan ordna en lugn plats vid lunchen.');
  await guardian.reads(secret);
  await guardian.press(answer);
}
