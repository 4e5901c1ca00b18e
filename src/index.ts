import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { createApp, systemWorld } from './app.ts';
import { authenticatedDoor } from './bot/adapter.ts';
import { isTeams } from './bot/messenger.ts';
import { type Config, readConfig, WrongSettings } from './config.ts';
import { createLog } from './log.ts';

/** Starts the production service; every mistake in the settings is named before anything is opened. */
function settings(): Config | undefined {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof WrongSettings)) throw error;
    process.stderr.write(
      `Steunpunt does not start. These settings are wrong:\n${error.message}\nSee docs/operations.md.\n`,
    );
    return undefined;
  }
}

async function serve(config: Config): Promise<void> {
  const log = createLog(config.logLevel);
  mkdirSync(dirname(config.databaseFile), { recursive: true });
  const app = await createApp({
    ...config,
    log,
    world: systemWorld(),
    door: authenticatedDoor(config),
    isTrusted: isTeams,
  });
  await app.start(config.port, config.host);
  const stop = (signal: string) => {
    log.info('stopping', { signal });
    void app.stop().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

const config = settings();
if (config === undefined) {
  process.exitCode = 1;
} else {
  try {
    await serve(config);
  } catch (error) {
    // At start nobody has typed anything yet: the message can be shown, and it is what an operator needs.
    process.stderr.write(`Steunpunt does not start. ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
