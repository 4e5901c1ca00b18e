/**
 * The demo: the whole product on one machine, to try out. What lives here serves only that: the chat clients, the page that shows
 * them side by side, the clock that can jump. Nothing of it is part of a production build, and nothing else imports it.
 *
 * This file starts Microsoft's Agents Playground, a real chat client in the browser, once per person of the story.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export interface Seat {
  readonly role: 'employee' | 'contact-person' | 'deputy';
  /** `id` is the Entra object id. Example: { id: '6f1c0c5e-…', name: 'Sanne de Wit' } */
  readonly person: { readonly id: string; readonly name: string };
  readonly port: number;
}

export interface Playground {
  readonly seat: Seat;
  /** Where the client is opened. Example: 'http://127.0.0.1:56151' */
  readonly url: string;
  /** Tells the bot that this person has it installed, as Teams does. The page of the client tells it again whenever it is loaded. */
  install(): Promise<void>;
  stop(): Promise<void>;
}

export interface PlaygroundOptions {
  readonly seat: Seat;
  /** Example: 'http://127.0.0.1:3978/api/messages' */
  readonly botEndpoint: string;
  readonly tenantId: string;
  /** Each seat makes a folder of its own in it, named for its role: the client reads its configuration from its working folder. */
  readonly folder: string;
  /** The language of the person's Teams. Example: 'nl-NL' */
  readonly locale?: ClientLocale;
  /** Called when the client ends by itself after it was started. */
  readonly onExit?: (reason: string) => void;
}

/** As long as the client's own 'en-US', which the guard replaces in place. */
export type ClientLocale = 'nl-NL' | 'en-US' | 'en-GB';

const host = '127.0.0.1';
const startTimeoutMs = 60_000;
const killAfterMs = 3_000;

/** Fixed, so that a bot that starts again on the same data still writes to a chat that the client knows. */
export function conversationIdOf(seat: Seat): string {
  return `a:${seat.person.id}`;
}

export async function startPlayground(options: PlaygroundOptions): Promise<Playground> {
  const { seat } = options;
  const url = `http://${host}:${seat.port}`;
  const folder = join(options.folder, seat.role);
  const logFile = join(folder, 'playground.log');
  await mkdir(folder, { recursive: true });
  await rm(logFile, { force: true });
  // JSON is YAML, and needs no quoting rules of our own.
  await writeFile(join(folder, '.m365agentsplayground.yml'), JSON.stringify(configuration(options), null, 2));

  const files = await clientFiles();
  const guard = new URL('./client-guard.js', import.meta.url).href;
  const child = spawn(process.execPath, ['--import', guard, files.command, ...flags(options, url)], {
    cwd: folder,
    env: environment(options, logFile, files.index),
    // The fourth channel only exists to be closed by the death of this process: see the guard.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    windowsHide: true,
  });
  const output = collect(child);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });

  let stopping = false;
  const stop = async () => {
    stopping = true;
    await kill(child);
  };

  try {
    await Promise.race([
      answers(child, output, seat, url),
      ended.then(async (end) => {
        throw new Error(`The chat client of ${seat.person.name} did not start. ${await reason(logFile, output, end)}`);
      }),
    ]);
  } catch (error) {
    await stop();
    throw error;
  }
  void ended.then(async (end) => {
    if (!stopping)
      options.onExit?.(`The chat client of ${seat.person.name} ended. ${await reason(logFile, output, end)}`);
  });

  return {
    seat,
    url,
    async install() {
      const path = `/_debug/conversation/${encodeURIComponent(conversationIdOf(seat))}/installation`;
      // Without a JSON body the client crashes on it.
      const response = await fetch(url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{}',
        signal: AbortSignal.timeout(10_000),
      });
      if (!response.ok)
        throw new Error(`The chat client of ${seat.person.name} answered ${response.status} to ${path}.`);
    },
    stop,
  };
}

function flags({ botEndpoint }: PlaygroundOptions, url: string): string[] {
  return [
    'start',
    ...['--app-endpoint', botEndpoint],
    ...['--channel-id', 'msteams'],
    ...['--port', new URL(url).port],
    // Its own default says "localhost", which may mean another address than the one it listens on.
    ...['--service-url', `${url}/_connector`],
    '--disable-telemetry',
  ];
}

/** Only what a child needs: HTTP_PROXY, NODE_OPTIONS or a BOT_ENDPOINT left by other work would change what the client does. */
function environment(options: PlaygroundOptions, logFile: string, indexFile: string): NodeJS.ProcessEnv {
  const kept = ['PATH', 'HOME', 'USERPROFILE', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR'];
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => kept.includes(name))),
    TZ: 'Europe/Amsterdam',
    TEAMSAPPTESTER_BROWSER: 'none',
    M365_AGENTS_PLAYGROUND_LOGFILE: logFile,
    STEUNPUNT_CLIENT: JSON.stringify({
      host,
      botEndpoint: options.botEndpoint,
      locale: options.locale ?? 'nl-NL',
      indexFile,
    }),
  };
}

function configuration({ seat, tenantId }: PlaygroundOptions): object {
  // The client demands exactly five others. They only fill its group chat and its channel, where the bot refuses to talk.
  const others = [1, 2, 3, 4, 5].map((number) => ({ id: `colleague-${number}`, name: `Collega ${number}` }));
  return {
    version: '0.1.1',
    tenantId,
    bot: { id: '28:steunpunt-demo', name: 'Steunpunt' },
    currentUser: user(seat.person.id, seat.person.name),
    users: others.map(({ id, name }) => user(id, name)),
    personalChat: { id: conversationIdOf(seat) },
    groupChat: { id: `group-${seat.person.id}`, name: 'Groepschat' },
    team: {
      id: `team-${seat.person.id}`,
      name: 'Team',
      aadGroupId: '00000000-0000-0000-0000-000000000000',
      channels: [{ id: `channel-${seat.person.id}`, name: 'Mededelingen' }],
    },
  };
}

function user(objectId: string, name: string): object {
  const [givenName = name, ...rest] = name.split(' ');
  const address = `${objectId}@example.invalid`;
  return {
    id: `29:${objectId}`,
    aadObjectId: objectId,
    name,
    givenName,
    surname: rest.join(' '),
    userPrincipleName: address,
    email: address,
  };
}

/** The files of the package. Its command is run by the Node that runs us: npx may ask a question or fetch another version. */
async function clientFiles(): Promise<{ command: string; index: string }> {
  const manifest = createRequire(import.meta.url).resolve('@microsoft/m365agentsplayground/package.json');
  const { bin } = JSON.parse(await readFile(manifest, 'utf8')) as { bin: { agentsplayground: string } };
  const at = (path: string) => join(dirname(manifest), path);
  return { command: at(bin.agentsplayground), index: at('dist/client/index.html') };
}

function collect(child: ChildProcess): { text: string } {
  const output = { text: '' };
  for (const stream of [child.stdout, child.stderr]) {
    // A long demo must not grow: the end is where the reason stands.
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      output.text = (output.text + chunk).slice(-4_000);
    });
  }
  return output;
}

async function answers(child: ChildProcess, output: { text: string }, seat: Seat, url: string): Promise<void> {
  const deadline = Date.now() + startTimeoutMs;
  while (Date.now() < deadline && child.exitCode === null && child.signalCode === null) {
    const port = /Listening on (\d+)/.exec(output.text)?.[1];
    // The client silently takes another port when its own is occupied.
    if (port !== undefined && port !== String(seat.port)) {
      throw new Error(
        `Port ${seat.port} is in use, so the chat client of ${seat.person.name} cannot start. ` +
          'Stop the program that uses it, or choose another port.',
      );
    }
    if (port !== undefined && (await pings(url))) return;
    await pause(50);
  }
  if (child.exitCode === null && child.signalCode === null) {
    throw new Error(`The chat client of ${seat.person.name} did not answer within ${startTimeoutMs / 1000} seconds.`);
  }
  // It ended: the caller races us against that, and knows the reason.
  await new Promise(() => {});
}

async function pings(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/_debug/ping`, { signal: AbortSignal.timeout(2_000) });
    return response.ok && (await response.text()) === 'pong';
  } catch {
    return false;
  }
}

/** What the client itself says about its end: it writes the reason to its log only, while its output says "Listening". */
async function reason(logFile: string, output: { text: string }, end: string): Promise<string> {
  const log = await readFile(logFile, 'utf8').catch(() => '');
  const errors = log.split('\n').filter((line) => line.startsWith('error '));
  const printed = output.text.split('\n').filter((line) => !line.startsWith('Listening on'));
  const words = [...printed, ...errors].map((line) => line.replace(/^error /, '').trim()).filter((line) => line !== '');
  return `${words.slice(-8).join(' ') || `It gave no reason (${end}).`} Its log: ${logFile}`;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  await gone;
  clearTimeout(timer);
}
