import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { Organisation } from './model/organisation.ts';

const Key = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,40}:[A-Za-z0-9+/]{43}=$/, 'must be NAME:KEY, with KEY 32 random bytes in base64');

/** Every setting of a production start. README and docs/operations.md explain them; nothing else is read from the environment. */
const Environment = z.object({
  /** The id of the app registration of the bot. */
  BOT_APP_ID: z.guid('must be the app id of the bot, a GUID'),
  /** The tenant whose people may talk with the bot. */
  BOT_TENANT_ID: z.guid('must be the id of your tenant, a GUID'),
  /** The secret of the app registration; leave it out on a host with a managed identity. */
  BOT_APP_PASSWORD: z.string().min(1).optional(),
  /** The key that seals what people typed, as NAME:KEY. */
  SEALING_KEY: Key,
  /** The organisation file (JSON): units, people, policy. */
  ORGANISATION_FILE: z.string().min(1, 'must be the path of your organisation file'),
  DATABASE_FILE: z.string().min(1).default('data/steunpunt.sqlite'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3978),
  HOST: z.string().min(1).default('0.0.0.0'),
  /** Told when an operator must look, with a code and a reference: the only sign when Teams itself is down. */
  ALARM_WEBHOOK: z.url({ protocol: /^https$/, error: 'must be an https address' }).optional(),
  /** Messages a second that the whole service sends on its own; Teams takes fewer than it says. */
  SENDS_PER_SECOND: z.coerce.number().min(0.1).max(50).default(20),
  /** How many processes share that. */
  PROCESSES: z.coerce.number().int().min(1).max(100).default(1),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export interface Config {
  readonly appId: string;
  readonly tenantId: string;
  readonly password?: string;
  readonly sealingKey: { readonly kid: string; readonly key: Buffer };
  readonly organisation: Organisation;
  readonly databaseFile: string;
  readonly port: number;
  readonly host: string;
  readonly alarmWebhook?: string;
  /** For this process. */
  readonly sendsPerSecond: number;
  readonly logLevel: string;
}

/** Everything that is wrong with the settings, at once, in plain sentences. */
export class WrongSettings extends Error {
  override readonly name = 'WrongSettings';
}

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings or throws WrongSettings naming every mistake. Demands app id, tenant and sealing key whatever NODE_ENV says: without
 * an app id the SDK would let everybody in (platform.md 0.5).
 */
export function readConfig(variables: Variables): Config {
  // An empty variable is a missing one: deployment tools write them.
  const given = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = Environment.safeParse(given);
  // With other settings missing the file is still read, so that all mistakes are named in one go.
  const path = given['ORGANISATION_FILE'];
  const file = path === undefined ? undefined : readOrganisation(path);
  if (!parsed.success || !file?.ok) {
    const mistakes = parsed.success ? [] : parsed.error.issues.map((issue) => variableMistake(issue, given));
    throw new WrongSettings([...mistakes, ...(file?.ok === false ? file.mistakes : [])].join('\n'));
  }
  const { data } = parsed;
  const [kid = '', key = ''] = data.SEALING_KEY.split(':');
  return {
    appId: data.BOT_APP_ID,
    tenantId: data.BOT_TENANT_ID,
    ...(data.BOT_APP_PASSWORD !== undefined && { password: data.BOT_APP_PASSWORD }),
    sealingKey: { kid, key: Buffer.from(key, 'base64') },
    organisation: file.organisation,
    databaseFile: data.DATABASE_FILE,
    port: data.PORT,
    host: data.HOST,
    ...(data.ALARM_WEBHOOK !== undefined && { alarmWebhook: data.ALARM_WEBHOOK }),
    sendsPerSecond: data.SENDS_PER_SECOND / data.PROCESSES,
    logLevel: data.LOG_LEVEL,
  };
}

function variableMistake(issue: z.core.$ZodIssue, given: Variables): string {
  const name = String(issue.path[0]);
  // The value itself is never repeated: it may be a secret.
  return given[name] === undefined ? `${name} is missing` : `${name} ${issue.message}`;
}

type FileReading =
  | { readonly ok: true; readonly organisation: Organisation }
  | { readonly ok: false; readonly mistakes: readonly string[] };

function readOrganisation(path: string): FileReading {
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const why = error instanceof SyntaxError ? 'is no valid JSON' : 'cannot be read';
    return { ok: false, mistakes: [`ORGANISATION_FILE: the file ${why}`] };
  }
  const parsed = Organisation.safeParse(raw);
  if (parsed.success) return { ok: true, organisation: parsed.data };
  return {
    ok: false,
    mistakes: parsed.error.issues.map(
      (issue) => `ORGANISATION_FILE: ${issue.path.join('.') || 'the file'} ${issue.message}`,
    ),
  };
}
