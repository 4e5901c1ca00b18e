import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type App, createApp, systemWorld } from '../app.ts';
import { unauthenticatedAdapter } from '../bot/adapter.ts';
import { createLog } from '../log.ts';
import { loadHolidays } from '../services/calendar.ts';
import { type DemoClock, openDemoClock } from './clock.ts';
import { organisation, seatsFrom, tenantId } from './organisation.ts';
import { type DemoControls, servePage } from './page.ts';
import { type Playground, startPlayground } from './playground.ts';

const usage = `npm run demo -- [--data DIR] [--port N] [--lang nl|en]
  --data DIR  keep the reports in this folder, so that they are there again at the next start
  --port N    the page; the bot and the three chat clients take the four ports after it (default 3970)
  --lang L    the language of the three people's Teams: nl (default) or en
`;

const host = '127.0.0.1';

interface Arguments {
  readonly data: string | undefined;
  readonly port: number;
  readonly language: 'nl' | 'en';
}

function readArguments(): Arguments | undefined {
  try {
    const { values } = parseArgs({
      options: {
        data: { type: 'string' },
        port: { type: 'string', default: '3970' },
        lang: { type: 'string', default: 'nl' },
        help: { type: 'boolean' },
      },
    });
    const port = Number(values.port);
    if (values.help || !Number.isInteger(port) || port < 1 || port > 65_530) return undefined;
    if (values.lang !== 'nl' && values.lang !== 'en') return undefined;
    return { data: values.data, port, language: values.lang };
  } catch {
    return undefined;
  }
}

/** The demo keeps its own key beside its data; a production key never comes from a file like this. */
function demoKey(folder: string): Buffer {
  const file = join(folder, 'demo-key');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600 });
  return Buffer.from(readFileSync(file, 'utf8'), 'base64');
}

/** Only this machine may be called back; the try-out takes unsigned activities. */
function isThisMachine(serviceUrl: string): boolean {
  if (!URL.canParse(serviceUrl)) return false;
  const { hostname, protocol } = new URL(serviceUrl);
  return protocol === 'http:' && (hostname === 'localhost' || hostname === host);
}

/** Jumps from one due moment to the next, so that everything happens at its own time and in its own order. */
function controlsFor(app: App, clock: DemoClock): DemoControls {
  async function until(target: string): Promise<number> {
    let performed = await app.scheduler.tick();
    for (let steps = 0; steps < 1000; steps += 1) {
      const next = await app.scheduler.nextDueAt();
      if (next === undefined || Date.parse(next) > Date.parse(target)) break;
      clock.advanceTo(next);
      const done = await app.scheduler.tick();
      performed += done;
      // A step that does not move (a client that is gone) would hold the clock here for ever.
      if (done === 0 && next === (await app.scheduler.nextDueAt())) break;
    }
    clock.advanceTo(target);
    return performed + (await app.scheduler.tick());
  }
  return {
    now: () => clock.now(),
    next: () => app.nextStep(),
    jump: async (to) => {
      const target =
        to === 'next'
          ? ((await app.scheduler.nextDueAt()) ?? clock.now())
          : new Date(Date.parse(clock.now()) + to.hours * 3_600_000).toISOString();
      const performed = await until(target);
      return { now: clock.now(), performed };
    },
  };
}

async function run(data: string, port: number, language: 'nl' | 'en'): Promise<() => Promise<void>> {
  const open: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const one of open.reverse()) await one().catch(() => undefined);
  };
  try {
    const clock = openDemoClock(join(data, 'demo-clock.json'), { isHoliday: await loadHolidays(organisation.country) });
    const app = await createApp({
      organisation,
      databaseFile: join(data, 'steunpunt.sqlite'),
      sealingKey: { kid: 'demo', key: demoKey(data) },
      world: systemWorld(() => clock.now()),
      log: createLog(process.env['LOG_LEVEL'] ?? 'error'),
      door: unauthenticatedAdapter(),
      tenantId: undefined,
      isTrusted: isThisMachine,
    });
    await app.start(port + 1, host);
    open.push(() => app.stop());
    const botEndpoint = `http://${host}:${port + 1}/api/messages`;
    const started = await Promise.allSettled(
      seatsFrom(port + 2).map((seat) =>
        startPlayground({
          seat,
          botEndpoint,
          tenantId,
          folder: join(data, 'clients'),
          locale: language === 'nl' ? 'nl-NL' : 'en-GB',
        }),
      ),
    );
    const clients: Playground[] = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    open.push(async () => {
      await Promise.all(clients.map((client) => client.stop()));
    });
    const failed = started.find((one) => one.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    for (const client of clients) await client.install();
    const seats = clients.map((client) => ({ ...client.seat, url: client.url }));
    const page = await servePage({ port, host, seats, controls: controlsFor(app, clock) });
    open.push(() => page.close());
    process.stdout.write(
      `\nSteunpunt staat klaar. Open deze pagina / Open this page:\n\n  ${page.url}${language === 'en' ? '/?lang=en' : ''}\n\nCtrl-C stopt alles / stops everything.\n`,
    );
    return close;
  } catch (error) {
    await close();
    throw error;
  }
}

const given = readArguments();
if (given === undefined) {
  process.stderr.write(usage);
  process.exitCode = 1;
} else {
  const temporary = given.data === undefined ? mkdtempSync(join(tmpdir(), 'steunpunt-demo-')) : undefined;
  const data = resolve(temporary ?? given.data ?? '.');
  mkdirSync(data, { recursive: true });
  const forget = () => {
    if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true });
  };
  process.stdout.write('Steunpunt start. Dit duurt ongeveer tien seconden / This takes about ten seconds.\n');
  try {
    const close = await run(data, given.port, given.language);
    let closing = false;
    const stop = () => {
      if (closing) return;
      closing = true;
      void close().then(() => {
        forget();
        process.exit(0);
      });
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  } catch (error) {
    forget();
    process.stderr.write(
      `De demo start niet / The demo does not start. ${error instanceof Error ? error.message : String(error)}\n`,
    );
    process.exit(1);
  }
}
