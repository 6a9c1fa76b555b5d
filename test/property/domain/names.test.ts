import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SEND_INPUT } from '../../../amplify/functions/external-send/arguments.ts';
import { readCsvRows } from '../../../src/import-reader/read-csv-rows.ts';
import {
  applyChange,
  newCustomer,
  parseCustomer,
  parseImportLine,
  seoulDay,
  type Customer,
  type ParsedChange,
} from '../../../src/domain/customer/index.ts';
import { compileSegment, parseSegmentDefinition, type Dimensions } from '../../../src/domain/segment/index.ts';
import { compileTemplate } from '../../../src/domain/template/index.ts';
import { MANY_CASES, NOW } from './arbitraries.ts';

/** What a way in makes of somebody whose only attribute, metric or event has this name; a text says why it takes none. */
type Verdict = Customer | string;

const WORDS = [
  'constructor',
  '__proto__',
  'toString',
  'hasOwnProperty',
  'this',
  'length',
  '0',
  'a.b',
  '..',
  '[0]',
  ']',
  'a]b',
  'a\\',
  '"',
  "'",
  '{{x}}',
  '회원 이름',
  '회원 이름'.normalize('NFD'),
  'Ame\u0301lie',
  ' x ',
  '\u200b',
  'a\nb',
  '\ud800',
  '\ufffd',
  '=1+1',
  'a,b;c|d\te',
  'ﬀ',
  '👩‍👩‍👧',
];
const unit = fc.oneof(
  fc.constantFrom(
    ...'aB0 .,;|"\'\\[]{}()=@#/%&!~^*-_:<>+$`?',
    '한',
    '\u00a0',
    '\u3000',
    '👩',
    'é',
    '\u0301',
    '\u1112',
    '\u1161',
    '\ufeff',
  ),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
);
const anyName = fc.oneof(fc.constantFrom(...WORDS), fc.string({ unit, minLength: 1, maxLength: 50 }));

const named = (name: string, value: unknown): object => Object.fromEntries([[name, value]]);

function applied(parsed: ParsedChange): Verdict {
  if (!parsed.ok) return parsed.error.message;
  const outcome = applyChange(newCustomer('c'), parsed.change, { now: NOW });
  return outcome.ok ? outcome.customer : outcome.error.message;
}

const DAYS = { days: [[seoulDay(NOW), 2]] };
const ownRow = (name: string) => ({
  id: 'c',
  attributes: named(name, ['user']),
  activity: { events: named(name, DAYS) },
  endpoints: [{ channelType: 'GCM', address: 't', attributes: named(name, ['own']), metrics: named(name, 7) }],
});

const pinpointLine = (name: string): string =>
  JSON.stringify({
    ChannelType: 'GCM',
    Address: 't',
    Attributes: named(name, ['own']),
    Metrics: named(name, 7),
    User: { UserId: 'c', UserAttributes: named(name, ['user']) },
  });

const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;

async function byCsv(name: string): Promise<Verdict> {
  const titles = [
    'User.UserId',
    'GCM',
    ...['Attributes', 'Metrics', 'User.UserAttributes'].map((kind) => cell(`${kind}.${name}`)),
  ];
  // Two pieces, since files come in pieces.
  async function* pieces(): AsyncGenerator<string> {
    yield `${titles.join(',')}\n`;
    yield 'c,t,own,7,user\n';
  }
  try {
    for await (const row of readCsvRows(pieces(), 'utf-8', {})) {
      return 'text' in row ? applied(parseImportLine(row.text)) : row.reason;
    }
    return 'nothing was read';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Handlebars takes any name in brackets, in which `]` and `\` are written with a backslash before them. */
const bracketed = (name: string): string => `[${name.replaceAll(/[\\\]]/g, (one) => `\\${one}`)}]`;

function bySegment(dimensions: Dimensions, who: Customer): Verdict {
  const group = { type: 'ALL', sourceType: 'ALL', sourceSegmentIds: [], dimensions: [dimensions] };
  const parsed = parseSegmentDefinition({ include: 'ALL', groups: [group] });
  if (!parsed.ok) return parsed.error.message;
  const compiled = compileSegment(parsed.definition, { now: NOW });
  if (!compiled.ok) return compiled.error.message;
  return compiled.isMember(who) ? who : 'nobody is in the segment';
}

function byTemplate(body: string, words: string, who: Customer, defaults: Record<string, string> = {}): Verdict {
  const compiled = compileTemplate({
    content: { channel: 'CUSTOM', body },
    defaultSubstitutions: defaults,
  });
  if (!compiled.ok) return compiled.error.message;
  const [endpoint] = who.endpoints;
  if (endpoint === undefined) return 'there is no endpoint';
  const rendered = compiled.template.render(who, endpoint, NOW);
  if (!rendered.ok) return rendered.error.message;
  return rendered.message.channel === 'CUSTOM' && rendered.message.body === words
    ? who
    : JSON.stringify(rendered.message);
}

describe('any name of an attribute, a metric and an event', { timeout: 300_000 }, () => {
  it('works in calls, imports, segments, templates and substitutions, or is refused by each of them', async () => {
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(anyName, async (name) => {
        const call = applied(parseCustomer(ownRow(name)));
        // Whoever refuses a name says what to do about it; nobody is thrown at.
        const others = {
          line: applied(parseImportLine(JSON.stringify(ownRow(name)))),
          pinpoint: applied(parseImportLine(pinpointLine(name))),
          csv: await byCsv(name),
        };
        if (typeof call === 'string') {
          const who = applied(parseCustomer(ownRow('x')));
          if (typeof who === 'string') throw new Error(who);
          const refused = {
            call,
            ...others,
            attribute: bySegment({ attributes: named(name, { type: 'INCLUSIVE', values: ['own'] }) as never }, who),
            event: bySegment({ events: [{ type: 'DID', event: name, atLeast: 1, withinDays: 1 }] }, who),
            template: byTemplate(`{{Attributes.${bracketed(name)}}}`, 'own', who),
            substitution: SEND_INPUT.safeParse(sendingOf(name)).success ? who : 'refused',
          };
          expect(Object.entries(refused).filter(([, verdict]) => typeof verdict !== 'string')).toEqual([]);
          return;
        }
        taken += 1;
        const key = Object.keys(call.attributes)[0] ?? '';
        for (const [way, who] of Object.entries(others)) {
          if (typeof who === 'string') throw new Error(`${way}: ${who}`);
          expect(who.attributes).toEqual({ [key]: ['user'] });
          expect(who.endpoints[0]).toMatchObject({ attributes: { [key]: ['own'] }, metrics: { [key]: 7 } });
        }
        const own = { type: 'INCLUSIVE', values: ['own'] };
        const ways = {
          attribute: bySegment({ attributes: named(name, own) as never }, call),
          userAttribute: bySegment({ userAttributes: named(name, { ...own, values: ['user'] }) as never }, call),
          metric: bySegment({ metrics: named(name, { comparison: 'EQUAL', value: 7 }) as never }, call),
          event: bySegment({ events: [{ type: 'DID', event: name, atLeast: 2, withinDays: 1 }] }, call),
          template: byTemplate(
            `{{Attributes.${bracketed(name)}}} {{User.UserAttributes.${bracketed(name)}.[0]}} {{Metrics.${bracketed(key)}}}`,
            'own user 7',
            call,
          ),
          fallback: byTemplate(
            `{{Attributes.${bracketed(name)}}}`,
            'else',
            { ...call, endpoints: newEndpoints(call) },
            {
              [`Attributes.${bracketed(key)}`]: 'else',
            },
          ),
        };
        const wrong = Object.entries(ways).filter(([, verdict]) => typeof verdict === 'string');
        expect(wrong).toEqual([]);
        const sending = SEND_INPUT.parse(sendingOf(name));
        expect(sending.recipients[0]?.substitutions).toEqual({ [key]: ['own'] });
      }),
      { numRuns: MANY_CASES },
    );
    expect(taken).toBeGreaterThan(MANY_CASES / 3);
  });
});

const newEndpoints = (who: Customer): Customer['endpoints'] =>
  who.endpoints.map((endpoint) => ({ ...endpoint, attributes: {}, metrics: {} }));

function sendingOf(name: string): object {
  return {
    idempotencyKey: 'key-12345',
    messageClass: 'TRANSACTIONAL',
    templateId: 't',
    recipients: [{ customerId: 'c', substitutions: JSON.stringify(named(name, 'own')) }],
  };
}
