/**
 * bot/ is the only folder that knows Bot Framework: the SDK is at the end of its support, the service and its protocol are not, so moving
 * on must be a change to one folder (design section 2).
 */
import {
  type Activity,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type InvokeResponse,
  type TurnContext,
} from 'botbuilder';
import {
  AuthenticationConfiguration,
  AuthenticationError,
  type BotFrameworkAuthentication,
} from 'botframework-connector';

const botFrameworkIssuer = 'https://api.botframework.com';

/** Who the bot is in Teams: from the configuration, all of it required in production. */
export interface BotIdentity {
  readonly appId: string;
  readonly tenantId: string;
  /** Absent = the managed identity of the host, which has no secret to leak. */
  readonly password?: string;
}

/** An authentication with the id under which the bot speaks. */
export interface Door {
  readonly authentication: BotFrameworkAuthentication;
  readonly appId: string;
}

/** The production door: only tokens that the Bot Framework service signed for this app are let in. */
export function authenticatedDoor({ appId, tenantId, password }: BotIdentity): Door {
  const configuration = {
    MicrosoftAppId: appId,
    MicrosoftAppTenantId: tenantId,
    MicrosoftAppType: password === undefined ? 'UserAssignedMsi' : 'SingleTenant',
    ...(password !== undefined && { MicrosoftAppPassword: password }),
  };
  return {
    appId,
    authentication: new ConfigurationBotFrameworkAuthentication(configuration, undefined, onlyTheService()),
  };
}

/** Closes the SDK's second door, which lets in "emulator" tokens of any tenant (platform.md 0.6 and 2.3). */
export function onlyTheService(issuer = botFrameworkIssuer): AuthenticationConfiguration {
  return new AuthenticationConfiguration([], async (claims) => {
    const issuers = claims.filter((claim) => claim.type === 'iss').map((claim) => claim.value);
    if (issuers.length !== 1 || issuers[0] !== issuer) throw new AuthenticationError('token of another issuer', 401);
  });
}

/**
 * Whether a token says that it comes from the service, read without believing it. The SDK gets to see no other: before it has checked
 * anything it remembers each tenant that a token names, and asks other key servers about it (platform.md 2.3).
 */
export function saysItIsOfTheService(authorization: string): boolean {
  const [, payload = ''] = authorization.split('.');
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null && 'iss' in claims && claims.iss === botFrameworkIssuer;
  } catch {
    return false;
  }
}

/** For the local try-out alone: takes unsigned activities. A test shows that no file outside src/demo imports it. */
export function unauthenticatedAdapter(): Door {
  return { appId: '', authentication: new ConfigurationBotFrameworkAuthentication({}) };
}

/** Lets an activity in after its token is checked, and gives what an invoke is answered with. Throws AuthenticationError at the door. */
export class TeamsAdapter extends CloudAdapter {
  async receive(
    authorization: string,
    activity: Partial<Activity>,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    return this.processActivity(authorization, activity as Activity, logic);
  }
}

export { AuthenticationError };
