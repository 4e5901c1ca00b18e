import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { type AuthenticationConfiguration, MicrosoftAppCredentials } from 'botframework-connector';
import { type App, createApp } from '../../src/app.ts';
import { type Door, onlyTheService } from '../../src/bot/adapter.ts';
import { createLog } from '../../src/log.ts';
import type { Organisation } from '../../src/model/organisation.ts';
import { organisation as testOrganisation } from '../organisation.ts';
import { type TestWorld, testWorld } from '../world.ts';
import { startTeams, type Teams, testApp, testTenant } from './scripted-teams.ts';

/** The real door, with the addresses of the key server changed and nothing else (platform.md 2.2): tokens are really checked. */
export function doorTo(serviceUrl: string): Door {
  const authentication = authenticationTo(`${serviceUrl}/openid`, `${serviceUrl}/none`, onlyTheService());
  return { appId: testApp, authentication };
}

/** The SDK's own check of tokens, against these two lists of keys: those of the service and those of its second, weaker door. */
export function authenticationTo(
  channelMetadata: string,
  emulatorMetadata: string,
  configuration: AuthenticationConfiguration | undefined,
): ConfigurationBotFrameworkAuthentication {
  return new ConfigurationBotFrameworkAuthentication(
    {
      MicrosoftAppId: testApp,
      MicrosoftAppType: 'SingleTenant',
      MicrosoftAppTenantId: testTenant,
      MicrosoftAppPassword: 'unused',
      ToChannelFromBotLoginUrl: 'https://login.example.invalid',
      ToChannelFromBotOAuthScope: 'https://api.botframework.com',
      ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
      OAuthUrl: 'https://token.example.invalid',
      ToBotFromChannelOpenIdMetadataUrl: channelMetadata,
      ToBotFromEmulatorOpenIdMetadataUrl: emulatorMetadata,
      CallerId: 'urn:botframework:azure',
    },
    {
      isValidAppId: async (id?: string) => id === testApp,
      isAuthenticationDisabled: async () => false,
      createCredentials: async () => MicrosoftAppCredentials.Empty,
    },
    configuration,
  );
}

export interface Steunpunt {
  readonly teams: Teams;
  readonly world: TestWorld;
  readonly app: App;
  readonly url: string;
  readonly file: string;
  readonly logged: () => string;
  /** Lets everything happen that is due up to then, each at its own time. */
  readonly passes: (minutes: number) => Promise<number>;
  /** Jumps to the next planned moment. */
  readonly toNext: () => Promise<string | undefined>;
  /** Stops the program and starts it again on the same data. */
  readonly restart: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const sealingKey = { kid: 'test', key: Buffer.alloc(32, 7) };

export async function startSteunpunt({
  organisation = testOrganisation,
  world = testWorld(),
  tenantId = testTenant,
}: {
  organisation?: Organisation;
  world?: TestWorld;
  tenantId?: string;
} = {}): Promise<Steunpunt> {
  const teams = await startTeams();
  const folder = mkdtempSync(join(tmpdir(), 'steunpunt-test-'));
  const lines: string[] = [];
  const log = createLog('debug', { write: (line: string) => void lines.push(line) });
  const file = join(folder, 'steunpunt.sqlite');
  const door = doorTo(teams.serviceUrl());
  const start = async () => {
    const app = await createApp({
      organisation,
      world,
      log,
      databaseFile: file,
      sealingKey,
      door,
      tenantId,
      isTrusted: (url) => url === teams.serviceUrl(),
    });
    const port = await app.start(0, '127.0.0.1');
    const url = `http://127.0.0.1:${port}`;
    teams.connect(url);
    return { app, url };
  };
  let running = await start();

  const passes = async (minutes: number): Promise<number> => {
    const end = Date.parse(world.now()) + minutes * 60_000;
    let done = await running.app.scheduler.tick();
    for (;;) {
      const next = await running.app.scheduler.nextDueAt();
      if (next === undefined || Date.parse(next) > end) break;
      if (Date.parse(next) <= Date.parse(world.now())) {
        const moved = await running.app.scheduler.tick();
        done += moved;
        if (moved === 0) break;
        continue;
      }
      world.advanceTo(next);
      done += await running.app.scheduler.tick();
    }
    world.advanceTo(new Date(end).toISOString());
    return done + (await running.app.scheduler.tick());
  };

  return {
    teams,
    world,
    file,
    get app() {
      return running.app;
    },
    get url() {
      return running.url;
    },
    logged: () => lines.join(''),
    passes,
    toNext: async () => {
      const next = await running.app.nextStep();
      if (next === undefined) return undefined;
      world.advanceTo(next.at);
      await running.app.scheduler.tick();
      return next.what;
    },
    restart: async () => {
      await running.app.stop();
      running = await start();
    },
    close: async () => {
      await running.app.stop();
      await teams.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
