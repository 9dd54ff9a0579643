// From "I need help" to someone who holds it: a child asks, a nurse interviews, rates, decides and routes, a unit accepts,
// and the child reads in plain words who holds it.
import { accept, ask, askSafety, comeBack, routeTo, takeIn, talkAndRate } from '../lib/asking.mjs';
import { bothWays, region, walker } from '../lib/walk.mjs';

const app = region();

bothWays('a child asks, a nurse decides, a unit accepts, and the child sees who holds it', async (js) => {
  const name = js ? 'Tova-Lo' : 'Tove-Lo';
  const asking = await walker(app, { js, width: 390 });
  const code = await ask(asking, { name });
  await asking.leave();

  const child = await walker(app, { js, width: 390 });
  await comeBack(child, code);
  await child.reads('Mikael håller i det just nu.');

  const mikael = await walker(app, { js, as: 'mikael' });
  await takeIn(mikael, name);
  await mikael.reads('Jag orkar inte gå till skolan längre.');
  await mikael.follow('Till bedömningen');
  await askSafety(mikael);
  await talkAndRate(mikael, '3');
  await mikael.reads('Exempel, ej för vård');
  await routeTo(mikael, 'UPH Björkeryd', '3');
  await mikael.reads('Beslutet är sparat.');

  // Nobody is dropped: until the unit has said yes, the front door holds it.
  await child.open('/min-sida');
  await child.reads('Mikael håller i det just nu.');
  await child.reads('Vi har frågat UPH Björkeryd om de kan ta över.');

  const johan = await walker(app, { js, as: 'johan' });
  await johan.open('/min-dag');
  await johan.follow(name);
  await johan.reads('Oro, borta från skolan i tre veckor.');
  await accept(johan);

  await child.open('/min-sida');
  await child.reads('Johan håller i det just nu.');
  await child.reads('Psykolog, UPH Björkeryd');
  await child.reads('Du träffar Johan på UPH');
  for (const one of [child, mikael, johan]) await one.leave();
});
