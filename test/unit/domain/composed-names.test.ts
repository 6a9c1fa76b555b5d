import { describe, expect, it } from 'vitest';
import { mapColumns } from '../../../src/import-reader/map-columns.ts';
import { parseImport } from '../../../src/cli/import/parse-import.ts';
import { applyChange, newCustomer, parseCustomer, type Customer } from '../../../src/domain/customer/index.ts';
import { countEvent } from '../../../src/domain/event/count-event.ts';
import { compileSegment, parseSegmentDefinition } from '../../../src/domain/segment/index.ts';
import { compileTemplate } from '../../../src/domain/template/index.ts';

const NOW = Date.parse('2026-11-20T03:00:00Z');
/** As macOS writes Hangul: each syllable in its letters. */
const inLetters = (text: string): string => text.normalize('NFD');

function customer(input: Record<string, unknown>): Customer {
  const parsed = parseCustomer({ id: 'c', endpoints: [{ channelType: 'SMS', address: '+821012345678' }], ...input });
  if (!parsed.ok) throw new Error(parsed.error.message);
  const outcome = applyChange(newCustomer('c'), parsed.change, { now: NOW });
  if (!outcome.ok) throw new Error(outcome.error.message);
  return outcome.customer;
}

function isIn(dimensions: Record<string, unknown>, who: Customer): boolean {
  const group = { type: 'ALL', sourceType: 'ALL', sourceSegmentIds: [], dimensions: [dimensions] };
  const parsed = parseSegmentDefinition({ include: 'ALL', groups: [group] });
  if (!parsed.ok) throw new Error(parsed.error.message);
  const compiled = compileSegment(parsed.definition, { now: NOW });
  if (!compiled.ok) throw new Error(compiled.error.message);
  return compiled.isMember(who);
}

describe.each([
  ['as syllables in both', (text: string) => text, (text: string) => text],
  ['in letters where customers are told', inLetters, (text: string) => text],
  ['in letters where they are asked for', (text: string) => text, inLetters],
])('a name in Hangul, %s', (_how, told, asked) => {
  it('is one name of an attribute in calls, segments and templates', () => {
    const who = customer({ attributes: { [told('등급')]: ['금'] } });
    expect(isIn({ userAttributes: { [asked('등급')]: { type: 'INCLUSIVE', values: ['금'] } } }, who)).toBe(true);
    const compiled = compileTemplate({
      content: { channel: 'CUSTOM', body: `{{User.UserAttributes.${asked('등급')}}}` },
      defaultSubstitutions: {},
    });
    const [endpoint] = who.endpoints;
    if (!compiled.ok || endpoint === undefined) throw new Error('The template or the customer is wrong.');
    expect(compiled.template.render(who, endpoint, NOW)).toMatchObject({ ok: true, message: { body: '금' } });
  });

  it('is one name of an event, of its attributes and of their values, imported or recorded', () => {
    const day = Math.floor((NOW + 9 * 3_600_000) / 86_400_000);
    const condition = { event: asked('주문'), attribute: { name: asked('매장'), values: [asked('강남')] } };
    const days = { days: [[day, 1]], attributes: { [told('매장')]: { [told('강남')]: [[day, 1]] } } };
    expect(isIn({ events: [condition] }, customer({ activity: { events: { [told('주문')]: days } } }))).toBe(true);
    const activity = countEvent(
      {},
      {
        eventId: 'e',
        customerId: 'c',
        name: '주문',
        occurredAt: NOW,
        receivedAt: NOW,
        digest: 'd',
        at: NOW,
        attributes: { 매장: ` ${told('강남')} ` },
        metrics: {},
        isLate: false,
        timing: 'AS_SAID',
      },
      { now: NOW },
    );
    expect(isIn({ events: [condition] }, { ...customer({}), activity })).toBe(true);
  });

  it('is one value of an attribute', () => {
    const who = customer({ attributes: { city: [told('서울')] } });
    expect(isIn({ userAttributes: { city: { type: 'INCLUSIVE', values: [asked('서울')] } } }, who)).toBe(true);
    expect(isIn({ userAttributes: { city: { type: 'EXCLUSIVE', values: [asked('서울')] } } }, who)).toBe(false);
    expect(isIn({ userAttributes: { city: { type: 'CONTAINS', values: [asked('서')] } } }, who)).toBe(true);
  });

  it('is one title of a column for the mapping and for the file', () => {
    const parsed = parseImport(['f.csv', '--map', `${asked('이름')}=User.UserAttributes.이름`]);
    if (!parsed.ok) throw new Error(parsed.message);
    expect(mapColumns(['User.UserId', told('이름')], parsed.command.how.columns)).toMatchObject({ ok: true });
  });
});
