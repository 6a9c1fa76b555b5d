import { describe, expect, it } from 'vitest';
import { MAX_CUSTOMER_BYTES, isTooLarge } from '../../../src/app/customer/customer-size.ts';
import { checkSlice } from '../../../src/app/customer/check-slice.ts';
import { checkCount } from '../../../src/app/external-send/read-recipients-of-call.ts';
import { loadSources } from '../../../src/app/segment/load-sources.ts';
import {
  newCustomer,
  newEndpoint,
  parseCustomer,
  parseImportLine,
  readAddress,
} from '../../../src/domain/customer/index.ts';
import { readEvent } from '../../../src/domain/event/index.ts';
import { bytesOf, exceeds, jsonBytes, LIMITS, type LimitName } from '../../../src/domain/limits.ts';
import { parseSegmentDefinition } from '../../../src/domain/segment/index.ts';
import { compileTemplate, createTemplateVersion, type TemplateContent } from '../../../src/domain/template/index.ts';
import { createMemorySegments } from '../../../src/adapters/memory/index.ts';

/** Whether something of a size is taken; what is not has a refusal that names the limit. */
type Taken = boolean | Promise<boolean>;

const isSaved = (content: TemplateContent, defaultSubstitutions = {}): boolean =>
  createTemplateVersion({ templateId: 't', version: 1, messageClass: 'TRANSACTIONAL', content, defaultSubstitutions })
    .ok;

/** Whether a message of these words can be rendered: what grows while it is filled in meets the same limit. */
function isRendered(content: TemplateContent, words: string): boolean {
  const compiled = compileTemplate({ content, defaultSubstitutions: { 'Attributes.Words': words } });
  if (!compiled.ok) throw new Error(compiled.error.message);
  return compiled.template.render(newCustomer('c'), newEndpoint('e', 'EMAIL', 'a@b.kr'), 0).ok;
}

/** A text that makes something of `size` bytes as JSON, given what that has without it. */
const filled = (size: number, frame: unknown, letter = 'x'): string => letter.repeat(size - jsonBytes(frame));

/** A definition of so many bytes as it is stored: whole conditions, and values that fill it up. */
function definitionOf(bytes: number): unknown {
  const dimensions: { attributes: Record<string, { type: 'INCLUSIVE'; values: string[] }> }[] = [];
  const group = { type: 'ALL', sourceType: 'ALL', sourceSegmentIds: [], dimensions };
  const definition = { include: 'ALL', groups: [group] };
  const missing = (): number => bytes - jsonBytes(definition);
  while (missing() > 300) {
    const values: string[] = ['0'];
    dimensions.push({ attributes: { [`a${dimensions.length}`]: { type: 'INCLUSIVE', values } } });
    while (values.length < 49 && missing() > 300) values.push(String(values.length).padEnd(100, 'x'));
  }
  const [first] = Object.values(dimensions.at(-1)?.attributes ?? {});
  // Quotes and a comma take three.
  for (let left = missing(); left > 0; left = missing())
    first?.values.push('y'.repeat(Math.min(100, left > 103 ? 50 : left - 3)));
  return definition;
}

const call = (count: number, substitutions: Readonly<Record<string, string[]>> = {}) =>
  Array.from({ length: count }, () => ({ customerId: 'c', substitutions }));

const CASES: Readonly<Record<LimitName, (size: number) => Taken>> = {
  address: (size) => readAddress('GCM', 'x'.repeat(size)).ok,
  id: (size) => parseCustomer({ id: '가'.repeat(Math.floor(size / 3)) + 'x'.repeat(size % 3) }).ok,
  endpoint: (size) => {
    const line = { Id: 'e', ChannelType: 'GCM', Address: 't', Note: '' };
    return parseImportLine(JSON.stringify({ ...line, Note: filled(size, line) })).ok;
  },
  customer: (size) => {
    const customer = { ...newCustomer('c'), attributes: { Note: [''] } };
    return !isTooLarge({ ...customer, attributes: { Note: [filled(size, customer)] } });
  },
  sliceLines: (size) =>
    checkSlice({ importId: 'i', firstLine: 1, lines: Array.from({ length: size }, () => '{}'), isLast: true }).ok,
  sliceBytes: (size) => {
    const lines = ['가'.repeat(Math.floor(size / 3)) + 'x'.repeat(size % 3)];
    return checkSlice({ importId: 'i', firstLine: 1, lines, isLast: true }).ok;
  },
  push: (size) => {
    const body = filled(size, { title: '', body: '' });
    const isShort = isRendered({ channel: 'PUSH', title: '', body: '{{Attributes.Words}}' }, body);
    const isKept = isSaved({ channel: 'PUSH', title: '', body });
    expect(isShort).toBe(isKept);
    return isKept;
  },
  collapseId: (size) =>
    isRendered({ channel: 'PUSH', title: 't', body: 'b', collapseId: '{{Attributes.Words}}' }, 'x'.repeat(size)),
  email: (size) => {
    const html = filled(size, { subject: 's', html: '', text: '' });
    const isShort = isRendered({ channel: 'EMAIL', subject: 's', html: '{{{Attributes.Words}}}' }, html);
    const isKept = isSaved({ channel: 'EMAIL', subject: 's', html });
    expect(isShort).toBe(isKept);
    return isKept;
  },
  subject: (size) => isRendered({ channel: 'EMAIL', subject: '{{Attributes.Words}}', html: 'h' }, 'x'.repeat(size)),
  sms: (size) => isSaved({ channel: 'SMS', body: '가'.repeat(size) }),
  custom: (size) => isSaved({ channel: 'CUSTOM', body: '가'.repeat(size) }),
  templateVersion: (size) => {
    const content = { channel: 'EMAIL', subject: 's', html: 'x'.repeat(200_000) } as const;
    const frame = { content, defaults: { 'Attributes.A': '' } };
    return isSaved(content, { 'Attributes.A': filled(size, frame) });
  },
  definition: (size) => parseSegmentDefinition(definitionOf(size)).ok,
  definitionWithSources: async (size) => {
    const segments = createMemorySegments();
    const ids = ['s1', 's2'];
    const own = parseSegmentDefinition({ include: 'ALL', groups: [{ sourceSegmentIds: ids }] });
    if (!own.ok) throw new Error(own.error.message);
    for (const id of ids) {
      const rest = size - jsonBytes(own.definition);
      // Two halves, which are within their own limit.
      const bytes = id === 's1' ? Math.floor(rest / 2) : Math.ceil(rest / 2);
      const [half, more] = [Math.min(bytes, LIMITS.definition.max), Math.max(0, bytes - LIMITS.definition.max)];
      const parsed = parseSegmentDefinition(definitionOf(half));
      if (!parsed.ok) throw new Error(parsed.error.message);
      // What was stored when one definition might be larger still counts whole.
      const definition =
        more === 0 ? parsed.definition : { ...parsed.definition, more: 'x'.repeat(more - ',"more":""'.length) };
      const segment = { id, name: 's', type: 'DYNAMIC', version: 1, definition, warnings: [] } as const;
      await segments.put(segment, 0, { id: 'minji' });
    }
    return (await loadSources(segments, own.definition)).ok;
  },
  recipientsOfCall: (size) => checkCount(call(size)) === null,
  substitutions: (size) =>
    checkCount(call(1, Object.fromEntries(Array.from({ length: size }, (_, n) => [`n${n}`, ['x']])))) === null,
  substitutionText: (size) => checkCount(call(1, { a: ['가'.repeat(size - 1)] })) === null,
  event: (size) => {
    const event = { eventId: '1', customerId: 'c', name: 'n', occurredAt: 0, attributes: {} };
    const withTexts = (texts: readonly string[]) => ({
      ...event,
      attributes: Object.fromEntries(texts.map((text, index) => [`a${index}`, text] as const)),
    });
    // Values of at most 1,000 characters, of three bytes each.
    const texts = Array.from({ length: 5 }, () => '가'.repeat(1_000));
    const rest = size - jsonBytes(withTexts([...texts, '', '']));
    const [half, more] = [Math.min(rest, 1_000), Math.max(0, rest - 1_000)];
    return readEvent(withTexts([...texts, 'x'.repeat(half), 'x'.repeat(more)])).ok;
  },
  // Through the use cases themselves in `sizes-of-calls.test.ts`; here what they ask.
  call: (size) => exceeds('call', size) === null,
  jobSpec: (size) => exceeds('jobSpec', size) === null,
};

describe('the table of limits', () => {
  it.each(Object.keys(LIMITS) as LimitName[])('holds at the limit and one above: %s', async (name) => {
    const { max } = LIMITS[name];
    expect(await CASES[name](max)).toBe(true);
    expect(await CASES[name](max + 1)).toBe(false);
  });

  it('leaves room in DynamoDB’s 400 KB for what is stored together', () => {
    const item = 400 * 1024;
    const { customer, templateVersion, call: ofCall, jobSpec, definitionWithSources, id } = LIMITS;
    for (const { max } of [customer, templateVersion, ofCall, jobSpec]) expect(max).toBeLessThan(item);
    // A job freezes definitions or a call, and a campaign beside them.
    expect(ofCall.max + 20 * 1024).toBeLessThan(jobSpec.max);
    expect(definitionWithSources.max + 20 * 1024).toBeLessThan(jobSpec.max);
    expect(2 * 100 * id.max).toBeLessThan(item / 2);
    expect(MAX_CUSTOMER_BYTES).toBe(customer.max);
  });

  it('counts bytes, and says what is too large, by how much and whose limit it is', () => {
    expect(bytesOf('가a')).toBe(4);
    expect(exceeds('sms', 1_600)).toBeNull();
    expect(exceeds('sms', 1_601)).toMatch(/body of an SMS has 1601 characters; at most 1600 .*TextMessageBody/);
  });

  it('refuses a newsletter of 300 KB when it is saved, with the reason', () => {
    const content = { channel: 'EMAIL', subject: '소식', html: `<p>${'가'.repeat(100 * 1024)}</p>` } as const;
    const saved = createTemplateVersion({ templateId: 't', version: 1, messageClass: 'TRANSACTIONAL', content });
    expect(saved).toMatchObject({
      ok: false,
      error: {
        code: 'TEMPLATE_TOO_LONG',
        message: expect.stringMatching(/has 307\d{3} bytes; at most 262144 .*SES/) as string,
      },
    });
  });
});
