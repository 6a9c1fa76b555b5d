import { describe, expect, it } from 'vitest';
import { checkSends } from '../../../src/domain/api-client/index.ts';

const sends = (count: number, text = ''): string =>
  `mutation { ${Array.from({ length: count }, (_, index) => `a${index}: sendMessages(key: "${text}") { jobId }`).join(' ')} }`;
const TOO_MANY = { ok: false, error: { code: 'TOO_MANY_SENDS' } };

describe('the sends of one request', () => {
  it('may be ten and not eleven', () => {
    expect(checkSends(sends(10))).toEqual({ ok: true });
    expect(checkSends(sends(11))).toMatchObject(TOO_MANY);
  });

  it('count campaigns as well, and wherever they stand in the document', () => {
    const fragment = `fragment F on Mutation { b: launchCampaign(id: "x") { jobId } }`;
    expect(checkSends(`${sends(9)} ${fragment}`)).toEqual({ ok: true });
    expect(checkSends(`${sends(10)} ${fragment}`)).toMatchObject(TOO_MANY);
  });

  it('are not what a message says, nor a comment', () => {
    const words = 'sendMessages \\" sendMessages # sendMessages'.repeat(5);
    expect(checkSends(sends(2, words))).toEqual({ ok: true });
    expect(checkSends(`${sends(1)} # sendMessages ${'sendMessages '.repeat(20)}`)).toEqual({ ok: true });
    expect(checkSends(`{ a(b: """${'sendMessages \\""" " '.repeat(20)}""") }`)).toEqual({ ok: true });
  });

  it('do not hide behind a quote in a comment', () => {
    expect(checkSends(`# it's "open\n${sends(11)}`)).toMatchObject(TOO_MANY);
    expect(checkSends(sends(11).replaceAll(' ', ',\t'))).toMatchObject(TOO_MANY);
  });
});
