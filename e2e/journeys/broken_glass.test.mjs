// Opening a trail without a relation to it: a reason is asked, everything is marked, and somebody answers for it.
import { bothWays, region, walker } from '../lib/walk.mjs';

const app = region();

/** Elin in the demo region, whose trail the front door of the south holds. */
const NUMBER = '20091031-2388';
const WHY = 'Elin sitter i vårt väntrum och mår mycket dåligt.';

bothWays('a trail is opened without a relation, and the opening is reviewed', async (js) => {
  const johan = await walker(app, { js, as: 'johan' });
  await johan.open('/nodoppning');
  await johan.reads('Chefen på din enhet granskar varje nödöppning inom tre arbetsdagar.');
  await johan.write('number', NUMBER);
  await johan.press('Öppna i tre timmar');
  await johan.reads('Välj varför du behöver läsa nu');
  await johan.reads('Skriv varför du behöver läsa nu');
  await johan.pick('reason', 'child_is_here');
  await johan.write('why', WHY);
  await johan.press('Öppna i tre timmar');
  await johan.reads('Elin');
  await johan.reads('Allt du läser syns i loggen och granskas.');
  await johan.open('/min-dag');
  await johan.reads('Nödöppning till kl.');

  const lo = await walker(app, { js, as: 'lo' });
  await lo.open('/granskning');
  await lo.follow('Johan E.', lo.row('Väntar på granskning'));
  await lo.reads(WHY);
  await lo.reads('Läste leden');
  await lo.doesNotRead('Elin Lind');
  const review = lo.path;
  await lo.press('Svara');
  await lo.reads('Välj vad du kom fram till');
  await lo.pick('verdict', 'needs_more');
  await lo.write('question', 'Varför kunde ni inte ringa En väg in?');
  await lo.press('Svara');

  await johan.open('/nodoppning');
  await johan.follow(/./, johan.page.getByRole('region', { name: 'Dina nödöppningar' }));
  await johan.reads('Varför kunde ni inte ringa En väg in?');
  await johan.write('answer', 'Det var kväll och ingen svarade.');
  await johan.press('Skicka svaret');

  await lo.open(review);
  await lo.reads('Det var kväll och ingen svarade.');
  await lo.pick('verdict', 'justified');
  await lo.write('to_family', 'Johan läste för att kunna hjälpa dig när du var hos oss.');
  await lo.press('Svara');
  await lo.open(review);
  await lo.reads('Granskad, det fanns skäl');

  await johan.press('Avsluta');
  await johan.doesNotRead('Nödöppning till kl.');
  const elin = await walker(app, { js, as: 'elin', width: 390 });
  await elin.open('/min-sida/last');
  await elin.reads('UPH Björkeryd');
  await elin.reads('Psykolog');
  for (const one of [johan, lo, elin]) await one.leave();
});
