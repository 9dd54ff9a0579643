// A child asks for help without logging in; somebody holds it from the first moment, and no list tells more than it must.
import { ask, comeBack } from '../lib/asking.mjs';
import { bothWays, region, walker } from '../lib/walk.mjs';

const app = region();

bothWays('a child asks, gets a promise and a code, and the nurse sees it in the queue', async (js) => {
  const name = js ? 'Elsa-Lo' : 'Else-Lo';
  const child = await walker(app, { js, width: 390 });
  const code = await ask(child, { name, mobile: '070-174 06 35' });
  await child.reads('Mikael');
  await child.leave();

  const nurse = await walker(app, { js, as: 'mikael' });
  await nurse.open('/en-vag-in');
  while ((await nurse.row(name).count()) === 0) await nurse.follow('Visa fler');
  await nurse.doesNotRead('070-174');
  await nurse.doesNotRead('0701740635');
  await nurse.leave();

  const back = await walker(app, { js, width: 390 });
  await comeBack(back, code);
  await back.reads(`Hej ${name}!`);
  await back.leave();
});
