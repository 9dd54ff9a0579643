// Starts `cairn serve`, as for real use, in a temporary folder; stops only that.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { binary } from './app.mjs';

/** A port that nobody listens on. */
export async function freePort() {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** A data folder with settings and organisations, and a server on it. `cairn` runs a command on the same data. */
export async function startServe({ port, settings, organisations }) {
  const data = await mkdtemp(join(tmpdir(), 'cairn-serve-'));
  const file = join(data, 'cairn.toml');
  await writeFile(file, settings);
  await writeFile(join(data, 'organisations.toml'), organisations);
  const cairn = (...words) => promisify(execFile)(binary, [...words, '--settings', file, '--data', data]);
  await cairn('directory', 'import', join(data, 'organisations.toml'));
  const server = spawn(binary, ['serve', '--settings', file, '--data', data, '--listen', `127.0.0.1:${port}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((done) => server.once('exit', done));
  let base;
  for await (const line of createInterface({ input: server.stdout })) {
    base = line.match(/http:\/\/[\d.:]+/)?.[0];
    if (base) break;
  }
  if (!base) throw new Error(`cairn serve ended before it listened (exit ${await ended})`);
  server.stdout.resume();
  const stop = async () => {
    server.kill('SIGTERM');
    const code = await ended;
    await rm(data, { recursive: true, force: true });
    return code;
  };
  return { base, cairn, stop };
}
