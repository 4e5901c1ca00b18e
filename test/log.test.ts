import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createLog } from '../src/log.ts';

/** What stands in the log after this, as it is written and as it is read. */
function logged(write: (log: ReturnType<typeof createLog>) => void, level = 'debug') {
  let text = '';
  const log = createLog(level, {
    write: (line: string) => {
      text += line;
    },
  });
  write(log);
  const lines = text.split('\n').filter((line) => line !== '');
  return { text, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

const story = 'GEHEIMVERHAAL';

describe('an error in the log', () => {
  it('has its name, its code and the place it came from, and never its message', () => {
    const error = Object.assign(new TypeError(`cannot read "${story}"`), { code: 'ERR_INVALID' });
    const { text, lines } = logged((log) => log.error('turn-failed', error, { code: '1234' }));
    expect(text).not.toContain(story);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      event: 'turn-failed',
      error: 'TypeError',
      errorCode: 'ERR_INVALID',
      code: '1234',
      level: 50,
    });
    expect(lines[0]?.where).toEqual(expect.arrayContaining([expect.stringMatching(/test\/log\.test\.ts:\d+:\d+$/)]));
  });

  it('has no folder of the machine it runs on', () => {
    const { text } = logged((log) => log.error('x', new Error('y')));
    expect(text).not.toContain(process.cwd());
  });

  it('keeps a message out that has lines like places', () => {
    for (const message of [
      `he waited\n    at ${story} and shouted`,
      `\n    at ${story} (/home/x.ts:1:2)`,
      `at ${story}:1:2\n    at ${story}:1:2`,
      `\r\n    at ${story}\u2028    at ${story}:3:4`,
    ]) {
      const { text, lines } = logged((log) => log.error('x', new Error(message)));
      expect(text).not.toContain(story);
      expect(lines).toHaveLength(1);
      expect(lines[0]?.where).toEqual(expect.arrayContaining([expect.stringContaining('test/log.test.ts')]));
    }
  });

  it('keeps a message out that a library put another one over', () => {
    const error = new Error(`he waited\n    at ${story} and shouted`);
    // Reading it fixes it: what is put over the message later does not change it.
    expect(error.stack).toContain(story);
    error.message = 'something went wrong';
    expect(logged((log) => log.error('x', error)).text).not.toContain(story);
  });

  it('keeps out what hangs on it: a cause, several causes, own fields, a code that is a sentence', () => {
    const errors = [
      new Error('x', { cause: new Error(story) }),
      new AggregateError([new Error(story)], 'x'),
      Object.assign(new Error('x'), { body: story, response: { text: story } }),
      Object.assign(new Error('x'), { code: `${story} and more` }),
      Object.assign(new Error('x'), { code: { story } }),
    ];
    for (const error of errors) {
      expect(logged((log) => log.error('x', error)).text).not.toContain(story);
    }
  });

  it('that is no error at all is written as what kind of thing it is', () => {
    for (const thrown of [story, { message: story }, 7, null, [story]]) {
      const { text, lines } = logged((log) => log.error('x', thrown));
      expect(text).not.toContain(story);
      expect(lines[0]).toMatchObject({ event: 'x', error: typeof thrown });
    }
    expect(logged((log) => log.error('alarm', undefined)).lines[0]).not.toHaveProperty('error');
  });

  it('never quotes its message, whatever it is', () => {
    const message = fc.string({ unit: 'binary' }).map((text) => `${story}${text}${story}`);
    fc.assert(
      fc.property(message, (text) => {
        const { text: written, lines } = logged((log) => log.error('x', new SyntaxError(text)));
        expect(written).not.toContain(story);
        expect(lines).toHaveLength(1);
      }),
    );
  });
});

describe('a fact in the log', () => {
  it('stays on its one line, whatever signs it is made of', () => {
    const hostile = 'a\r\n{"level":30,"event":"forged"}\n\u001b[31m\u2028\u2029\u0085\u0000';
    const { text, lines } = logged((log) => {
      log.info('one', { why: hostile });
      log.warn('two', { why: hostile });
      log.error('three', new Error('x'), { why: hostile });
    });
    expect(text.match(/[\r\n]/g)).toHaveLength(3);
    expect(lines.map(({ event, why }) => [event, why])).toEqual([
      ['one', hostile],
      ['two', hostile],
      ['three', hostile],
    ]);
  });

  it('comes back as it was, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (why, kind) => {
        expect(logged((log) => log.info('x', { why, kind })).lines).toEqual([
          expect.objectContaining({ event: 'x', why, kind }),
        ]);
      }),
    );
  });

  it('about a document does not tell whose it is, and is the same for the same document', () => {
    const person = '11111111-0000-4000-8000-000000000001';
    const { text, lines } = logged((log) => {
      log.info('x', { document: person });
      log.error('y', new Error('z'), { document: person });
      log.info('x', { document: 'another' });
    });
    expect(text).not.toContain(person);
    expect(lines[0]?.document).toMatch(/^[0-9a-f]{12}$/);
    expect(lines[1]?.document).toBe(lines[0]?.document);
    expect(lines[2]?.document).not.toBe(lines[0]?.document);
  });
});

describe('the level', () => {
  it('leaves out what is below it', () => {
    const all = (level: string) =>
      logged((log) => {
        log.info('a');
        log.warn('b');
        log.error('c', new Error('d'));
      }, level).lines.map(({ event }) => event);
    expect(all('debug')).toEqual(['a', 'b', 'c']);
    expect(all('warn')).toEqual(['b', 'c']);
    expect(all('silent')).toEqual([]);
  });
});
