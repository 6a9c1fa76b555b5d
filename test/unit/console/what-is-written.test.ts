import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAmount } from '../../../console/format/read-amount.ts';
import { EMPTY_CAMPAIGN, lacks, scheduleOf, variablesOf } from '../../../console/pages/campaigns/campaign-draft.ts';
import {
  builtOf,
  COMBINED,
  definitionOf,
  KINDS,
  type Built,
  type Condition,
} from '../../../console/pages/segments/conditions.ts';
import { contentOf, defaultsOf, EMPTY_TEMPLATE } from '../../../console/pages/templates/template-draft.ts';
import { parseSegmentDefinition } from '../../../src/domain/segment/index.ts';

describe('an amount', () => {
  it.each([
    ['5,000,000', 5_000_000],
    ['５０００', 5_000],
    ['500만', 5_000_000],
    ['₩3천', 3_000],
    ['1.5억 원', 150_000_000],
    ['0', 0],
  ])('K7 is read as people write it: %s', (text, amount) => {
    expect(readAmount(text)).toBe(amount);
  });

  it.each(['', '5,000,000?', '백만', '-5', '1.5', '5e3', '99999999999999999'])(
    'K7 is nothing rather than something else: %s',
    (text) => {
      expect(readAmount(text)).toBeNull();
    },
  );
});

describe('a segment in sentences', () => {
  const name = fc.stringMatching(/^[A-Za-z가-힣]{1,12}$/);
  const channel = fc.constantFrom('PUSH', 'EMAIL', 'SMS', 'CUSTOM');
  const condition: fc.Arbitrary<Condition> = fc.constantFrom(...KINDS).chain((kind) =>
    fc.record({
      kind: fc.constant(kind),
      is: fc.boolean(),
      subject:
        kind === 'CONSENT' || kind === 'REACH'
          ? channel
          : kind === 'ATTRIBUTE' || kind === 'EVENT'
            ? name
            : fc.constant(''),
      values:
        kind === 'ATTRIBUTE' || kind === 'CITY'
          ? fc.uniqueArray(name, { minLength: 1, maxLength: 3 })
          : fc.constant([]),
      days: kind === 'ACTIVE' || kind === 'EVENT' ? fc.integer({ min: 1, max: 90 }) : fc.constant(30),
      times: kind === 'EVENT' ? fc.integer({ min: 1, max: 100 }) : fc.constant(1),
    }),
  );
  const built: fc.Arbitrary<Built> = fc.record({
    include: fc.constantFrom('ALL', 'ANY'),
    groups: fc.array(
      fc.record({
        type: fc.constantFrom(...COMBINED),
        conditions: fc.array(condition, { minLength: 1, maxLength: 4 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  });

  it('is a definition that the domain takes, and comes back from it as the same sentences', () => {
    fc.assert(
      fc.property(built, (sentences) => {
        const definition = definitionOf(sentences);
        const parsed = parseSegmentDefinition(JSON.parse(definition));
        expect(parsed.ok ? 'taken' : parsed.error.code).toMatch(/^(taken|SEGMENT_CONTRADICTION)$/);
        expect(builtOf(definition)).toEqual(sentences);
      }),
      { numRuns: 300 },
    );
  });

  it('leaves out what is not filled in yet', () => {
    const unfinished: Condition = { kind: 'CITY', is: true, subject: '', values: ['', ' '], days: 30, times: 1 };
    const definition = definitionOf({ include: 'ALL', groups: [{ type: 'ALL', conditions: [unfinished] }] });
    expect(JSON.parse(definition)).toEqual({ include: 'ALL', groups: [] });
  });

  it('is none where a definition says more than sentences can', () => {
    const group = {
      type: 'ALL',
      sourceType: 'ANY',
      sourceSegmentIds: [],
      dimensions: [{ metrics: { a: { comparison: 'EQUAL', value: 1 } } }],
    };
    expect(builtOf(JSON.stringify({ include: 'ALL', groups: [group] }))).toBeNull();
    expect(builtOf(JSON.stringify({ include: 'NONE', groups: [] }))).toBeNull();
    expect(builtOf(JSON.stringify({ include: 'ALL', groups: [], exclude: [group] }))).toBeNull();
  });
});

describe('a campaign that is written', () => {
  const whole = {
    ...EMPTY_CAMPAIGN,
    name: 'n',
    segmentId: 's',
    steps: [{ channel: 'PUSH' as const, templateId: 't', waitMinutes: null, goesOn: [] }],
  };

  it('K10 is scheduled by the clocks of Korea, whatever those of the browser show', () => {
    expect(scheduleOf({ ...whole, schedule: 'AT', day: '2026-11-28', time: '10:00' })).toEqual({
      ...{ type: 'AT', timezone: 'Asia/Seoul', at: '2026-11-28T10:00' },
    });
  });

  it('says what it lacks before it goes on', () => {
    expect(lacks(EMPTY_CAMPAIGN, 0)).toEqual(['name', 'segmentId']);
    expect(lacks(EMPTY_CAMPAIGN, 1)).toEqual(['template']);
    expect(lacks({ ...whole, schedule: 'AT' }, 2)).toEqual(['day']);
    expect(lacks({ ...whole, schedule: 'WEEKLY' }, 2)).toEqual(['days']);
    expect([0, 1, 2, 3, 4].flatMap((page) => lacks(whole, page))).toEqual([]);
  });

  it('orders nothing that was not written', () => {
    expect(variablesOf(whole, null)).toEqual({
      ...{ name: 'n', segmentId: 's', messageClass: 'AD', schedule: { type: 'NOW' } },
      steps: [{ channel: 'PUSH', templateId: 't' }],
    });
  });
});

describe('a template that is written', () => {
  it('has the texts of its channel that are not empty, and stand-ins that say something', () => {
    const draft = {
      ...EMPTY_TEMPLATE,
      channel: 'SMS' as const,
      title: 'left over',
      body: 'b',
      defaults: { a: '', b: 'c' },
    };
    expect(contentOf(draft)).toEqual({ channel: 'SMS', body: 'b' });
    expect(JSON.parse(defaultsOf(draft))).toEqual({ b: 'c' });
  });

  it('says again what a version says beyond its words', () => {
    const beyond = { collapseId: 'sale', timeToLiveSeconds: 600, data: '{"a":"b"}', goods: 'shoes' };
    expect(contentOf({ ...EMPTY_TEMPLATE, body: 'b', beyond })).toEqual({
      ...{ channel: 'PUSH', body: 'b', collapseId: 'sale', timeToLiveSeconds: 600, data: '{"a":"b"}' },
    });
  });
});
