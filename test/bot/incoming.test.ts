import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import Database from 'libsql';
import { receive } from '../../src/bot/incoming.ts';
import { intakeList } from '../../src/dialogs/lists/intake.ts';
import { people } from '../organisation.ts';
import { type Client, testTenant } from '../teams/scripted-teams.ts';
import { type Steunpunt, startSteunpunt } from '../teams/steunpunt.ts';

const { noor } = people;

/** A message as Teams sends it; `undefined` takes a field away. */
function activity(fields: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const whole = {
    type: 'message',
    id: '1732525200000',
    timestamp: '2026-11-25T09:00:00.000Z',
    channelId: 'msteams',
    serviceUrl: 'https://smba.trafficmanager.net/emea/',
    from: { id: '29:noor', name: noor.name, aadObjectId: noor.id },
    recipient: { id: '28:bot', name: 'Steunpunt' },
    conversation: { id: 'a:1noor', conversationType: 'personal', tenantId: testTenant },
    channelData: { tenant: { id: testTenant } },
    locale: 'nl-BE',
    text: 'iets melden',
    ...fields,
  };
  return JSON.parse(JSON.stringify(whole)) as Record<string, unknown>;
}

const sender = {
  id: noor.id,
  name: noor.name,
  language: 'nl-BE',
  reference: {
    channelId: 'msteams',
    serviceUrl: 'https://smba.trafficmanager.net/emea/',
    conversationId: 'a:1noor',
    tenantId: testTenant,
    botId: '28:bot',
    userId: '29:noor',
  },
};
const keys = ['1732525200000', 'at 2026-11-25T09:00:00.000Z'];
const incoming = (fields: Readonly<Record<string, unknown>>) => receive(activity(fields)).incoming;
const pressing = (data: unknown) =>
  incoming({
    type: 'invoke',
    name: 'adaptiveCard/action',
    text: undefined,
    replyToId: 'card-1',
    value: { action: { type: 'Action.Execute', verb: 'x', data }, trigger: 'manual' },
  });

describe('a message', () => {
  it('in the chat of one person is their text, with who they are by the channel and never by the text', () => {
    expect(receive(activity())).toEqual({
      incoming: { kind: 'text', keys, sender, text: 'iets melden' },
      tenantId: testTenant,
      reference: sender.reference,
      isInvoke: false,
    });
  });

  it.each(['channel', 'groupChat', 'something new', undefined])(
    'in a "%s" is refused, and nothing that was typed is carried along',
    (conversationType) => {
      const text = 'Piet de Vries bedreigde mij';
      const conversation = { id: '19:x', conversationType, tenantId: testTenant };
      const refused = incoming({ text, conversation });
      expect(refused).toEqual({ kind: 'not-personal', language: 'nl-BE' });
      expect(JSON.stringify(refused)).not.toContain('Piet');
      const update = incoming({ type: 'conversationUpdate', conversation, membersAdded: [{ id: '28:bot' }] });
      expect(update).toEqual({ kind: 'ignored', why: 'not-personal' });
    },
  );

  it('without words is said to be unreadable: a picture, a file, a sticker', () => {
    for (const text of [undefined, '', '   \n']) {
      expect(incoming({ text, attachments: [{ contentType: 'image/png' }] })).toEqual({
        kind: 'unreadable',
        keys,
        sender,
      });
    }
  });

  it('keeps its words as they were typed', () => {
    const text = '  Hij riep: <at>stop</at> **nu** \u202e\u0000 __proto__ \ud83d\ude00\n';
    expect(incoming({ text })).toMatchObject({ kind: 'text', text });
  });

  it('that was edited or deleted later changes nothing: what was sent stands', () => {
    for (const type of ['messageUpdate', 'messageDelete', 'messageReaction', 'typing', 'event', 'x']) {
      expect(incoming({ type })).toEqual({ kind: 'ignored', why: 'unknown-type' });
    }
  });

  it('without a time or an id has fewer marks of a repeat, and a strange one does not grow without end', () => {
    expect(incoming({ id: undefined })).toMatchObject({ keys: [keys[1]] });
    expect(incoming({ timestamp: undefined })).toMatchObject({ keys: [keys[0]] });
    expect(incoming({ id: 'x'.repeat(900), timestamp: 'y'.repeat(900) })).toMatchObject({
      keys: ['x'.repeat(200), `at ${'y'.repeat(40)}`],
    });
  });
});

describe('a shape that does not fit', () => {
  it.each([
    ['no sender', { from: undefined }],
    ['a sender without an id', { from: { name: 'x' } }],
    ['no receiver', { recipient: undefined }],
    ['no conversation', { conversation: undefined }],
    ['a conversation without an id', { conversation: { conversationType: 'personal' } }],
    ['no channel', { channelId: undefined }],
    ['a channel that is a number', { channelId: 7 }],
    ['no service address', { serviceUrl: undefined }],
    ['no type', { type: undefined }],
    ['a type that is a number', { type: 7 }],
    ['a text that is an object', { text: { a: 1 } }],
    ['a time that is an object', { timestamp: {} }],
    ['a name of a million signs', { from: { id: '29:x', aadObjectId: noor.id, name: 'x'.repeat(1_000_000) } }],
  ])('is ignored and not half believed: %s', (_what, fields) => {
    expect(receive(activity(fields))).toEqual({
      incoming: { kind: 'ignored', why: 'unknown-shape' },
      isInvoke: false,
    });
  });

  it('is ignored when Teams does not say who it is', () => {
    expect(incoming({ from: { id: '29:x', name: 'x' } })).toEqual({ kind: 'ignored', why: 'no-person' });
  });

  it('never makes the reading throw', () => {
    const anyField = fc.constantFrom(...Object.keys(activity()), 'value', 'name', 'attachments', 'membersAdded');
    fc.assert(
      fc.property(fc.anything(), (raw) => {
        expect(receive(raw).incoming.kind).toBe('ignored');
      }),
    );
    fc.assert(
      fc.property(anyField, fc.jsonValue(), fc.constantFrom('message', 'invoke'), (field, value, type) => {
        expect(typeof receive({ ...activity({ type }), [field]: value }).incoming.kind).toBe('string');
      }),
    );
  });
});

describe('a press', () => {
  it('carries what the button says and what stands in the inputs apart', () => {
    const press = { do: 'answer', draft: 'd', shown: ['category'] };
    expect(pressing({ press, category: 'verbal', 'not-to': '' })).toEqual({
      kind: 'press',
      keys,
      sender,
      press,
      inputs: { category: 'verbal', 'not-to': '' },
      cardId: 'card-1',
    });
  });

  it('of a client that only knows Action.Submit is the same press', () => {
    const press = { do: 'take', incident: 'i' };
    const submitted = incoming({ text: undefined, replyToId: 'card-1', value: { press, note: 'x' } });
    expect(submitted).toEqual(pressing({ press, note: 'x' }));
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a list', []],
    ['words', 'take'],
    ['an unknown word', { press: { do: 'delete-everything', incident: 'i' } }],
    ['an id that is missing', { press: { do: 'take' } }],
    ['an id that is too long', { press: { do: 'take', incident: 'i'.repeat(101) } }],
    ['an id that is an object', { press: { do: 'take', incident: { $ne: '' } } }],
    ['more questions than a card can show', { press: { do: 'answer', draft: 'd', shown: Array(41).fill('q') } }],
  ])('that cannot be understood is a press on something outdated: %s', (_what, data) => {
    expect(pressing(data)).toMatchObject({ kind: 'press', press: undefined });
  });

  it('with __proto__ in it changes no object of the program', () => {
    const data = JSON.parse(
      '{"press":{"do":"answer","draft":"d","shown":["__proto__"],"__proto__":{"do":"submit"}},"__proto__":{"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}}}',
    ) as unknown;
    const value = { action: { data } };
    const read = receive({
      ...activity({ type: 'invoke', name: 'adaptiveCard/action' }),
      value,
    }).incoming;
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(read).toMatchObject({ kind: 'press', press: { do: 'answer', draft: 'd', shown: ['__proto__'] } });
    if (read.kind !== 'press') throw new Error('no press');
    expect(Object.getPrototypeOf(read.inputs)).toBe(Object.prototype);
    expect((read.inputs as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('of an invoke with another name is not answered as if it had been understood', () => {
    for (const name of ['composeExtension/query', 'task/fetch', undefined, 'adaptiveCard/action/x']) {
      const read = receive(activity({ type: 'invoke', name, text: undefined, value: {} }));
      expect(read).toMatchObject({ incoming: { kind: 'ignored', why: 'unknown-invoke' }, isInvoke: true });
    }
  });
});

describe('coming and going', () => {
  it.each([
    ['add', 'installed'],
    ['add-upgrade', 'installed'],
    ['remove', 'removed'],
    ['remove-upgrade', 'removed'],
  ])('is read from "%s" as %s', (action, kind) => {
    expect(incoming({ type: 'installationUpdate', action })).toEqual({ kind, keys, sender });
  });

  it('is read from the members that joined only when the bot is one of them', () => {
    const joined = (...ids: string[]) =>
      incoming({ type: 'conversationUpdate', membersAdded: ids.map((id) => ({ id })) });
    expect(joined('29:noor', '28:bot')).toEqual({ kind: 'installed', keys, sender });
    expect(joined('29:noor')).toEqual({ kind: 'ignored', why: 'conversation-update' });
    expect(incoming({ type: 'conversationUpdate' })).toEqual({ kind: 'ignored', why: 'conversation-update' });
  });
});

describe('over the wire', () => {
  let steunpunt: Steunpunt;
  let client: Client;
  beforeAll(async () => {
    steunpunt = await startSteunpunt();
    client = steunpunt.teams.client(noor);
  });
  afterAll(async () => {
    await steunpunt.close();
  });

  function stored(): number {
    const database = new Database(steunpunt.file, { readonly: true });
    const { rows } = database.prepare('SELECT count(*) AS rows FROM conversations').get() as { readonly rows: number };
    database.close();
    return rows;
  }

  it.each([
    ['in the conversation', { conversation: { conversationType: 'personal', tenantId: 'another' } }],
    ['in the channel data', { channelData: { tenant: { id: 'another' } }, conversation: {} }],
    ['nowhere', { channelData: {}, conversation: {} }],
  ])('somebody of another tenant is answered 200 and nothing happens: named %s', async (_where, fields) => {
    const sent = client.activity({ type: 'message', text: 'iets melden' }) as Record<string, unknown>;
    const conversation = { id: client.conversation, conversationType: 'personal', ...fields.conversation };
    const answer = await steunpunt.teams.post({ ...sent, ...fields, conversation });
    expect(answer).toEqual({ status: 200, body: undefined });
    expect(client.messages()).toEqual([]);
    expect(stored()).toBe(0);
    expect(steunpunt.logged()).toContain('other-tenant');
  });

  it('an edited message leaves the answer as it was', async () => {
    await client.says('iets melden');
    const before = client.screen();
    const messages = client.messages().length;
    const { status } = await client.send({
      type: 'messageUpdate',
      text: 'stop',
      channelData: { eventType: 'editMessage', tenant: { id: testTenant } },
    });
    expect(status).toBe(200);
    expect([client.screen(), client.messages().length]).toEqual([before, messages]);
  });

  it('an invoke that is not known is answered 501, and an unknown shape 200', async () => {
    expect((await client.send({ type: 'invoke', name: 'task/fetch', value: {} })).status).toBe(501);
    expect((await client.send({ type: 'message', text: 'hallo', from: undefined })).status).toBe(200);
    expect((await client.send({ type: 'message', text: 'hallo', conversation: undefined })).status).toBe(200);
    expect((await client.send({ type: 'message', text: 'hallo', timestamp: 'not a time' })).status).toBe(200);
  });

  it('a press of a client without Action.Execute goes on with the same conversation', async () => {
    await client.says('iets melden');
    await client.submits('Nee', { 'safe-now': 'yes', 'perpetrator-relation': 'outside' });
    const next = intakeList({ contacts: [] }).questions.find((question) => question.id === 'perpetrator-identity');
    expect(client.screen()).toContain(next?.ask.nl);
  });
});
