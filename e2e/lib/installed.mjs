// An installation for real use: `cairn serve` after an import of organisations, where people at work log in through a real
// identity provider.
import { after, before } from 'node:test';
import { chromiumBrowser } from './app.mjs';
import { startProvider } from './provider.mjs';
import { freePort, startServe } from './serve.mjs';

/** One installation for the journeys of a file, with these organisations. `provider` is whom people at work log in through;
 *  `cairn` runs a command on the installation's data. */
export function installation(organisations) {
  const app = {};
  const ends = [];
  before(async () => {
    const secret = { clientId: 'cairn', clientSecret: 'a secret that only the two of them know' };
    const provider = await startProvider(secret);
    ends.unshift(() => provider.stop());
    const port = await freePort();
    const base = `http://127.0.0.1:${port}`;
    provider.allow(base);
    process.env.CAIRN_STAFF_LOGIN_SECRET = secret.clientSecret;
    const serve = await startServe({ port, settings: settings(base, provider, secret), organisations });
    ends.unshift(() => serve.stop());
    const browser = await chromiumBrowser();
    ends.unshift(() => browser.close());
    Object.assign(app, { base, browser, provider, cairn: serve.cairn, looked: new Set() });
  });
  after(async () => {
    for (const end of ends) await end();
  });
  return app;
}

function settings(base, provider, { clientId }) {
  return `
public_address = "${base}"
[staff_login]
name = "SITHS"
issuer = "${provider.issuer}"
client_id = "${clientId}"
subject_claim = "employeeHsaId"
scopes = ["openid", "staff"]
accepted_assurance = ["loa3"]
http_loopback = "allowed"
`;
}

/** Goes from the log-in page to the provider's, and logs in there. */
export async function logInAtWork(page, account, acr = 'loa3') {
  await page.goto('/logga-in');
  await page.getByRole('link', { name: 'Logga in med SITHS' }).click();
  await page.getByLabel('Account').fill(account);
  await page.getByLabel('Level').fill(acr);
  await page.getByRole('button', { name: 'Log in' }).click();
}
