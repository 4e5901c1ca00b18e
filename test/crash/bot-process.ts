/**
 * The bot as a process of its own, for the crash test: the real program with the real clock, only its door and its service address lead to the
 * scripted Teams. Nothing here softens a kill. It prints its port, and "settled" each time a line comes in and all that was due is done.
 */
import { readFileSync } from 'node:fs';
import { createApp, systemWorld } from '../../src/app.ts';
import { createLog } from '../../src/log.ts';
import { Organisation } from '../../src/model/organisation.ts';
import { testTenant } from '../teams/scripted-teams.ts';
import { doorTo } from '../teams/steunpunt.ts';

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}

const serviceUrl = setting('CRASH_SERVICE_URL');
/** The clock of each process runs ahead of the one before, so that what a dead process had claimed is taken over at once. */
const ahead = Number(setting('CRASH_CLOCK_AHEAD'));

const app = await createApp({
  world: systemWorld(() => new Date(Date.now() + ahead).toISOString()),
  log: createLog('warn', { write: (line: string) => void process.stderr.write(line) }),
  organisation: Organisation.parse(JSON.parse(readFileSync(setting('CRASH_ORGANISATION'), 'utf8'))),
  databaseFile: setting('CRASH_DATABASE'),
  sealingKey: { kid: 'test', key: Buffer.from(setting('CRASH_KEY'), 'base64') },
  door: doorTo(serviceUrl),
  tenantId: testTenant,
  isTrusted: (url) => url === serviceUrl,
});
process.stdout.write(`port ${await app.start(0, '127.0.0.1')}\n`);

process.stdin.on('data', () => {
  void app.scheduler.tick().then(() => process.stdout.write('settled\n'));
});
// The parent is gone: nobody is left to serve.
process.stdin.on('end', () => process.exit());
