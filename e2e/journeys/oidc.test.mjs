// People at work log in to `cairn serve` through a real identity provider, with discovery, code, PKCE, state and nonce.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faults, visitor } from '../lib/app.mjs';
import { installation, logInAtWork } from '../lib/installed.mjs';
import { organisations, staff, unit } from '../lib/organisations.mjs';

const app = installation(organisations(
  unit('En väg in', 'front_door', { duty: 'SE2321000099-1001' }),
  unit('BUP Rösmark', 'child_psychiatry'),
  staff('SE2321000099-1001', 'Mikael K.', { 'En väg in': 'triage_nurse' }),
  staff('SE2321000099-1002', 'Maria T.', { 'En väg in': 'doctor', 'BUP Rösmark': 'doctor' }),
));

test('a nurse with one assignment logs in with SITHS, works, and logs out', async () => {
  const page = await visitor(app);
  await page.goto('/logga-in');
  assert.deepEqual(await faults(page), []);
  assert.equal(await page.locator('button[name="persona"]').count(), 0, 'there is no demo log-in');
  await logInAtWork(page, 'SE2321000099-1001');
  await page.waitForURL('**/min-dag');
  assert.match(await page.textContent('body'), /Mikael K\./);
  await page.goto('/en-vag-in');
  assert.equal(new URL(page.url()).pathname, '/en-vag-in');

  await page.goto('/utloggad');
  assert.match(await page.textContent('h1'), /Du är fortfarande inloggad/);
  assert.deepEqual(await faults(page), []);
  await page.getByRole('link', { name: 'Fortsätt i Cairn' }).click();
  await page.waitForURL('**/min-dag');

  await page.locator('summary.me').click();
  await page.locator('details[open] form[action="/logga-ut"] button').click();
  await page.waitForURL('**/utloggad');
  assert.deepEqual(await faults(page), []);
  const way = await page.getByRole('link', { name: 'Logga ut ur SITHS' }).getAttribute('href');
  assert.ok(way.startsWith(`${app.provider.issuer}/session/end?`), way);
  await page.goto('/min-dag');
  assert.equal(new URL(page.url()).pathname, '/logga-in');

  // The provider still knows who he is, and asks all the same: somebody else may sit here now.
  await page.getByRole('link', { name: 'Logga in med SITHS' }).click();
  await page.getByLabel('Account').fill('SE2321000099-1001');
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.waitForURL('**/min-dag');
});

test('whoever comes from another system at work is not asked again within the hour', async () => {
  const page = await visitor(app);
  await logInAtWork(page, 'SE2321000099-1001');
  await page.waitForURL('**/min-dag');
  // A browser in which nobody has logged in to Cairn, but somebody to the provider.
  await page.context().clearCookies({ name: /^__Host-cairn/ });
  await page.goto('/logga-in');
  await page.getByRole('link', { name: 'Logga in med SITHS' }).click();
  await page.waitForURL('**/min-dag');
});

test('a doctor with two assignments chooses where to stand', async () => {
  const page = await visitor(app);
  await logInAtWork(page, 'SE2321000099-1002');
  await page.waitForURL('**/uppdrag');
  await page.getByRole('button', { name: 'BUP Rösmark' }).click();
  await page.waitForURL('**/min-dag');
  assert.match(await page.textContent('body'), /BUP Rösmark/);
});

test('someone who is not registered is told what to do, and the log has the refusal', async () => {
  const page = await visitor(app);
  await logInAtWork(page, 'SE2321000099-9999');
  await page.waitForURL('**/logga-in/tillbaka**');
  assert.match(await page.textContent('h1'), /Du är inte upplagd i Cairn/);
  assert.match(await page.textContent('main'), /Be din chef eller systemförvaltaren/);
  assert.deepEqual(await faults(page), []);
  await page.goto('/min-dag');
  assert.equal(new URL(page.url()).pathname, '/logga-in');
  const { stdout } = await app.cairn('audit', 'verify');
  assert.match(stdout, /The log is whole/);
});

test('someone who logged in at too low a level is told how to log in instead', async () => {
  const page = await visitor(app);
  await logInAtWork(page, 'SE2321000099-1001', 'loa2');
  await page.waitForURL('**/logga-in/tillbaka**');
  assert.match(await page.textContent('h1'), /Du behöver logga in på ett säkrare sätt/);
  await page.getByRole('link', { name: 'Försök igen med SITHS' }).click();
  await page.getByLabel('Account').fill('SE2321000099-1001');
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.waitForURL('**/min-dag');
});

test('an answer that was meant for another browser, was changed, or is used twice logs nobody in', async () => {
  const mallory = await visitor(app);
  const held = app.provider.hold();
  await logInAtWork(mallory, 'SE2321000099-1001');
  const answer = await held;
  assert.match(answer, /state=/);

  const victim = await visitor(app);
  await victim.goto('/logga-in');
  await victim.goto(answer);
  assert.match(await victim.textContent('h1'), /Inloggningen tog för lång tid/);

  const changed = answer.replace(/state=(.)/, (_, letter) => `state=${letter === 'A' ? 'B' : 'A'}`);
  await mallory.goto(changed);
  assert.match(await mallory.textContent('h1'), /Inloggningen tog för lång tid/);
  await mallory.goto(answer.replace(/code=[^&]*/, 'code=guessed'));
  assert.match(await mallory.textContent('h1'), /Inloggningen fungerar inte just nu/);

  await mallory.goto(answer);
  assert.equal(new URL(mallory.url()).pathname, '/min-dag', 'the untouched answer in its own browser works');
  await mallory.goto(answer);
  assert.notEqual(new URL(mallory.url()).pathname, '/min-dag', 'but only once');
});

test('someone who stops at the provider is not logged in', async () => {
  const page = await visitor(app);
  await page.goto('/logga-in/arbete');
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.waitForURL('**/logga-in/tillbaka**');
  assert.match(await page.textContent('h1'), /Du blev inte inloggad/);
});
