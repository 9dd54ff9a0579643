// A real OpenID Connect provider on a free port, for the journeys: whoever says who they are is believed, at the level
// of assurance they choose. The level is the provider's own, told in the token as any provider tells it.
import { createServer } from 'node:http';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import Provider from 'oidc-provider';

const LEVELS = ['loa3', 'loa2'];

/** A running provider. `issuer` is its address; `allow` lets a server with that address log in through it. */
export async function startProvider({ clientId, clientSecret }) {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${server.address().port}`;
  let provider;
  let held;
  /** Keeps the next answer back from the browser, as somebody on the way could, and gives its address. */
  const hold = () => new Promise((resolve) => { held = resolve; });
  /** Takes the address of the server under test, which is known only when the provider is. */
  const allow = (base) => {
    provider = new Provider(issuer, configuration(base, clientId, clientSecret));
    provider.use(async (ctx, next) => {
      await next();
      const answer = ctx.response.get('location');
      if (!held || !answer.includes('/logga-in/tillbaka')) return;
      held(answer);
      held = undefined;
      ctx.status = 200;
      ctx.remove('location');
      ctx.body = 'held';
    });
    provider.use(interaction(provider));
  };
  server.on('request', (request, response) => provider.callback()(request, response));
  const stop = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { issuer, allow, hold, stop };
}

function configuration(base, clientId, clientSecret) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [`${base}/logga-in/tillbaka`],
        post_logout_redirect_uris: [`${base}/utloggad`],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'key', use: 'sig', alg: 'RS256' }] },
    cookies: { keys: ['only for tests'] },
    acrValues: LEVELS,
    // The staff identity stands in a claim of its own, which this provider tells when it is asked for user information.
    claims: { openid: ['sub'], staff: ['employeeHsaId'], acr: null },
    scopes: ['openid', 'staff'],
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, found) => `/interaction/${found.uid}` },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, employeeHsaId: id.replace('person-', '') }) }),
    ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
      grant.addOIDCScope('openid staff');
      await grant.save();
      return grant;
    },
  };
}

/** One page: who are you, and how did you show it. */
function interaction(provider) {
  return async (ctx, next) => {
    if (!ctx.path.startsWith('/interaction/')) return next();
    const { account, acr, stop } = ctx.query;
    if (!account && !stop) {
      ctx.type = 'html';
      ctx.body = `<!doctype html><title>Provider</title><form><label>Account <input name="account"></label>
        <label>Level <input name="acr" value="loa3"></label><button>Log in</button></form>
        <form><button name="stop" value="1">Stop</button></form>`;
      return undefined;
    }
    ctx.respond = false;
    const result = stop ? { error: 'access_denied' } : { login: { accountId: `person-${account}`, acr } };
    return provider.interactionFinished(ctx.req, ctx.res, result);
  };
}
