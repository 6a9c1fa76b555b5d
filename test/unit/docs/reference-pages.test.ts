import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { statusFromDelivery } from '../../../src/adapters/pinpoint/delivery-result.ts';
import { applyChange, newCustomer, parseCustomer, type Customer } from '../../../src/domain/customer/index.ts';
import { LIMITS } from '../../../src/domain/limits.ts';
import {
  compileSegment,
  parseSegmentDefinition,
  refuseFutureDates,
  SEGMENT_WARNING_CODES,
  type SegmentDefinition,
} from '../../../src/domain/segment/index.ts';
import {
  ATTRIBUTE_COMPARISONS,
  CONSENT_STATES,
  EVENT_COMPARISONS,
  GROUP_TYPES,
  METRIC_COMPARISONS,
} from '../../../src/domain/segment/definition.ts';
import { EXCLUSION_REASONS } from '../../../src/domain/send-job/index.ts';
import { CONDITIONS } from '../../../src/domain/template/conditional-functions.ts';
import { FUNCTIONS } from '../../../src/domain/template/functions.ts';
import {
  compileTemplate,
  createTemplateVersion,
  parseTemplateContent,
  type TemplateContent,
} from '../../../src/domain/template/index.ts';
import { collectCodes, fieldsOfType, namesOfType, type CodeSources } from './collect-codes.ts';

const ROOT = resolve(import.meta.dirname, '..', '..', '..');

/** The moment that the pages state. */
const NOW = Date.parse('2026-11-28T10:00:00+09:00');

async function pageOf(name: string): Promise<string> {
  return readFile(join(ROOT, 'docs', name), 'utf8');
}

type Row = readonly string[];

/** The tables of a page, each with its header first; a cell in backticks is without them. */
function tablesOf(page: string): readonly (readonly Row[])[] {
  return [...page.matchAll(/(?:^\|.*\|\n)+/gm)].map(([table]) =>
    table
      .trim()
      .split('\n')
      .filter((line) => !/^\| -+/.test(line))
      .map((line) => line.slice(1, -1).split('|').map(plain)),
  );
}

function plain(cell: string): string {
  return /^`([^`]*)`$/.exec(cell.trim())?.[1] ?? cell.trim();
}

/** The rows of every table with such a column, as the cells of that column and of the one behind it. */
function columnOf(
  page: string,
  column: string,
): { readonly first: string; readonly cell: string; readonly next: string }[] {
  return tablesOf(page).flatMap(([header = [], ...rows]) => {
    const at = header.indexOf(column);
    if (at < 0) return [];
    return rows.map((row) => ({ first: row[0] ?? '', cell: row[at] ?? '', next: row[at + 1] ?? '' }));
  });
}

function sectionOf(page: string, heading: string): string {
  const [, section] = new RegExp(`^## ${heading}\\n([^]*?)(?=^## |$(?![^]))`, 'm').exec(page) ?? [];
  if (section === undefined) throw new Error(`There is no section "${heading}".`);
  return section;
}

type Block = { readonly before: string; readonly json: string; readonly after: string };

/** What is written as JSON, with the words up to it and behind it. */
function blocksOf(page: string): readonly Block[] {
  const parts = page.split(/^```json\n([^]*?)^```$/m);
  return parts.flatMap((json, index) =>
    index % 2 === 0 ? [] : [{ before: parts[index - 1] ?? '', json, after: parts[index + 1] ?? '' }],
  );
}

/** A block of JSON that is a customer, read as `upsertCustomers` reads it. */
function customerIn(json: string): Customer | null {
  const value: unknown = JSON.parse(json);
  if (typeof value !== 'object' || value === null || !('id' in value)) return null;
  const parsed = parseCustomer(value);
  if (!parsed.ok) throw new Error(parsed.error.message);
  const applied = applyChange(newCustomer(parsed.change.customerId), parsed.change, { now: NOW });
  if (!applied.ok) throw new Error(applied.error.message);
  return applied.customer;
}

function customersOf(page: string): readonly Customer[] {
  return blocksOf(page).flatMap(({ json }) => customerIn(json) ?? []);
}

function saving(value: unknown, sources: ReadonlyMap<string, SegmentDefinition>) {
  const parsed = parseSegmentDefinition(value);
  if (!parsed.ok) return parsed;
  const future = refuseFutureDates(parsed.definition, NOW);
  if (future !== null) return future;
  const compiled = compileSegment(parsed.definition, { now: NOW, resolveSource: (id) => sources.get(id) });
  return compiled.ok ? { ...compiled, definition: parsed.definition } : compiled;
}

const segments = await pageOf('segments.md');
const definitions = await readFile(join(ROOT, 'src', 'domain', 'segment', 'definition.ts'), 'utf8');
const schema = await readFile(join(ROOT, 'schema', 'schema.graphql'), 'utf8');

describe('docs/segments.md', () => {
  const people = customersOf(segments);
  const saved = new Map<string, SegmentDefinition>();
  for (const { before, json } of blocksOf(segments)) {
    const name = /Saved as `(\w+)`:\s*$/.exec(before)?.[1];
    const parsed = name === undefined ? null : parseSegmentDefinition(JSON.parse(json));
    if (name !== undefined && parsed?.ok === true) saved.set(name, parsed.definition);
  }
  const examples = blocksOf(segments)
    .filter(({ json }) => customerIn(json) === null)
    .map(({ json, after }) => ({ json, says: after.trim().split('\n')[0] ?? '' }));

  it('U12 states for every example who is in it, or why it is refused', () => {
    expect(people.map(({ id }) => id)).toEqual(['jiwoo', 'minsu', 'sora']);
    expect(examples.length).toBeGreaterThan(25);
    for (const { says } of examples) expect(says).toMatch(/^(?:In it: |Refused: )/);
  });

  it.each(examples)('U12 the example $json says it rightly: $says', ({ json, says }) => {
    const result = saving(JSON.parse(json), saved);
    const refused = /^Refused: `(\w+)`/.exec(says)?.[1];
    if (!result.ok || refused !== undefined) {
      expect(result.ok ? 'taken' : result.error.code).toBe(refused);
      return;
    }
    const idsIn = (pattern: RegExp) => (pattern.exec(says)?.[1] ?? '').split(', ').filter((id) => id !== '');
    const inIt = people.filter(result.isMember).map(({ id }) => id);
    expect(inIt).toEqual(idsIn(/^In it: ([\w, ]+)\./));
    expect([...inIt, ...idsIn(/Not in it: ([\w, ]+)\./)].sort()).toEqual(people.map(({ id }) => id));
  });

  it('U12 has every condition, comparison and state that there is', () => {
    const definition = { path: 'src/domain/segment/definition.ts', text: definitions };
    const fields = (name: string) => fieldsOfType([definition], name);
    expect(
      columnOf(segments, 'of whom')
        .map(({ first }) => first)
        .sort(),
    ).toEqual([...fields('Dimensions')].sort());
    const types = ['SegmentDefinition', 'SegmentGroup', 'AttributeDimension', 'MetricDimension', 'SetDimension'];
    types.push('DemographicDimension', 'LocationDimension', 'GpsPointDimension', 'RecencyDimension');
    types.push('ActiveCustomerDimension', 'EventDimension', 'ConsentDimension', 'ReachDimension');
    for (const field of types.flatMap(fields)) expect(segments).toContain(`\`${field}\``);
    const words = [
      ...GROUP_TYPES,
      ...ATTRIBUTE_COMPARISONS,
      ...METRIC_COMPARISONS,
      ...EVENT_COMPARISONS,
      ...CONSENT_STATES,
    ];
    for (const word of words) expect(segments).toContain(`\`${word}\``);
  });

  it('U12 states the limits that hold', () => {
    const row = (what: string) => columnOf(segments, 'at most').find(({ first }) => first === what)?.cell;
    expect(row('a definition, as JSON')).toBe(`${LIMITS.definition.max.toLocaleString('en')} bytes`);
    expect(row('a definition with its source segments')).toBe(
      `${LIMITS.definitionWithSources.max.toLocaleString('en')} bytes`,
    );
    const entries = (count: number) => Array.from({ length: count }, () => ({ reach: { values: ['PUSH'] } }));
    const groups = (count: number) => Array.from({ length: count }, () => ({ dimensions: entries(1) }));
    const values = (count: number, length: number) => ({
      userAttributes: { a: { values: Array.from({ length: count }, () => 'x'.repeat(length)) } },
    });
    const codeOf = (definition: unknown) => {
      const parsed = parseSegmentDefinition(definition);
      return parsed.ok ? 'taken' : parsed.error.code;
    };
    const cases: readonly (readonly [string, (count: number) => unknown])[] = [
      ['groups, and groups that exclude', (count) => ({ groups: groups(count) })],
      ['groups, and groups that exclude', (count) => ({ groups: [], exclude: groups(count) })],
      [
        'source segments of a group',
        (count) => ({ groups: [{ sourceSegmentIds: Array.from({ length: count }, (_, index) => `s-${index}`) }] }),
      ],
      [
        'conditions of a definition, each name and each list entry',
        (count) => ({ groups: [{ dimensions: entries(count) }] }),
      ],
      ['values of a condition', (count) => ({ groups: [{ dimensions: [values(count, 1)] }] })],
      ['characters of a value', (count) => ({ groups: [{ dimensions: [values(1, count)] }] })],
      [
        'characters of the name of an attribute, metric or event',
        (count) => ({ groups: [{ dimensions: [{ events: [{ event: 'x'.repeat(count) }] }] }] }),
      ],
    ];
    for (const [what, definition] of cases) {
      const most = Number.parseInt(row(what) ?? '', 10);
      expect([what, codeOf(definition(most))]).toEqual([what, 'taken']);
      expect([what, codeOf(definition(most + 1))]).toEqual([what, 'SEGMENT_LIMIT']);
    }
  });
});

const templates = await pageOf('templates.md');

describe('docs/templates.md', () => {
  const [reader] = customersOf(templates);
  const endpoint = reader?.endpoints[0];
  if (reader === undefined || endpoint === undefined) throw new Error('The page has no recipient.');

  function read(content: TemplateContent, messageClass: 'AD' | 'TRANSACTIONAL' = 'TRANSACTIONAL'): string {
    if (reader === undefined || endpoint === undefined) return '';
    const compiled = compileTemplate({ content, defaultSubstitutions: {}, messageClass });
    if (!compiled.ok) return `refused: ${compiled.error.message}`;
    const rendered = compiled.template.render(reader, endpoint, NOW);
    if (!rendered.ok) return `failed: ${rendered.error.message}`;
    const { message } = rendered;
    return message.channel === 'EMAIL' ? message.html : message.body;
  }

  const helperRows = tablesOf(templates)
    .filter(([header = []]) => header[0] === 'helper')
    .flatMap(([, ...rows]) => rows);

  it('U12 has an example of every helper that there is, and of no other', () => {
    const blocks = ['each', 'inline', 'comment'];
    expect(new Set(helperRows.map(([name]) => name))).toEqual(
      new Set([...FUNCTIONS.keys(), ...CONDITIONS.keys(), ...blocks]),
    );
    for (const [name = '', , example = ''] of helperRows) if (name !== 'comment') expect(example).toContain(name);
  });

  it.each([...columnOf(templates, 'example').filter(({ next }) => !/^[A-Z]+_[A-Z_]+$/.test(next))])(
    'U12 the example $cell prints $next',
    ({ cell, next }) => {
      // Between marks, because a message that is blank is not sent.
      expect(read({ channel: 'CUSTOM', body: `<${cell}>` })).toBe(`<${next}>`);
    },
  );

  it.each(columnOf(templates, 'example in HTML'))('U12 the example $cell prints $next in a mail', ({ cell, next }) => {
    expect(read({ channel: 'EMAIL', subject: 's', html: cell })).toBe(next);
  });

  it.each(columnOf(templates, 'example').filter(({ next }) => /^[A-Z]+_[A-Z_]+$/.test(next)))(
    'U12 the example $cell is refused by $next',
    ({ cell, next }) => {
      const created = createTemplateVersion({
        templateId: 't',
        version: 1,
        messageClass: 'TRANSACTIONAL',
        content: { channel: 'SMS', body: `봉화마트 ${cell}` },
      });
      expect(created.ok ? 'taken' : created.error.code).toBe(next);
    },
  );

  const whole = blocksOf(templates).filter(({ json }) => customerIn(json) === null);

  it.each(whole)('U12 the template $json can be saved, and reads so', ({ before, json, after }) => {
    const messageClass = /class `AD`:\s*$/.test(before) ? 'AD' : 'TRANSACTIONAL';
    const parsed = parseTemplateContent(JSON.parse(json));
    if (!parsed.ok) throw new Error(parsed.error.message);
    const { content } = parsed;
    const created = createTemplateVersion({ templateId: 't', version: 1, messageClass, content });
    expect(created.ok ? 'taken' : created.error.message).toBe('taken');
    const stated = /^\s*```text\n([^]*?)\n```/.exec(after)?.[1];
    const words = read(content, messageClass);
    if (stated === undefined) expect(words).toContain('커피 빵 과일');
    else expect(words).toBe(stated);
  });

  it('U12 names every field that the words of a template can have', () => {
    const [, input = ''] = /^input TemplateContentInput \{\n([^]*?)^\}/m.exec(schema) ?? [];
    const fields = [...input.matchAll(/^ {2}(\w+):/gm)].map(([, name = '']) => name);
    expect(fields.length).toBeGreaterThan(10);
    const rows = columnOf(templates, 'must have');
    expect(rows.map(({ first }) => first)).toEqual(['PUSH', 'EMAIL', 'SMS', 'CUSTOM']);
    for (const name of fields.filter((field) => field !== 'channel')) {
      expect(rows.map(({ cell, next }) => `\`${cell}\` ${next}`).join(' ')).toContain(`\`${name}\``);
    }
  });

  it('U12 states the limits that hold', () => {
    const stated = columnOf(templates, 'at most').map(({ cell }) => cell);
    const { push, collapseId, email, subject, sms, custom, templateVersion, substitutions, substitutionText } = LIMITS;
    const limits = [push, collapseId, email, subject, sms, custom, templateVersion, substitutions, substitutionText];
    expect(stated).toEqual(
      limits.map(({ max, unit }) => `${max.toLocaleString('en')}${unit === 'COUNT' ? '' : ` ${unit.toLowerCase()}`}`),
    );
  });
});

/** Codes of the sources that nobody outside gets. */
const INSIDE: ReadonlyMap<string, string> = new Map([
  ['INVALID_COUNT', 'of a number that the forecast has counted itself'],
  ['JOB_DAMAGED', 'of a row that an operator finds among the dead letters'],
  ['SHARD_DAMAGED', 'the same'],
]);

/** Where codes are written down that reach whoever calls, imports or reads. */
const PLACES = [
  'src/domain',
  'src/app',
  'src/adapters',
  'src/import-reader',
  'src/cli/import',
  'src/cli/import-events',
  'amplify',
];

async function readSources(): Promise<CodeSources> {
  const paths = await Promise.all(
    PLACES.map(async (place) =>
      (await readdir(join(ROOT, place), { recursive: true })).map((file) => `${place}/${file.replaceAll('\\', '/')}`),
    ),
  );
  const files = paths.flat().filter((path) => /\.(?:ts|js)$/.test(path) && !path.includes('/generated/'));
  return Promise.all(files.map(async (path) => ({ path, text: await readFile(join(ROOT, path), 'utf8') })));
}

const errors = await pageOf('errors.md');
const sources = await readSources();

describe('docs/errors.md', () => {
  const rows = columnOf(errors, 'code');
  const onPage = new Set(rows.map(({ cell }) => cell));
  const ours = new Set([...onPage].filter((code) => /^[A-Z][A-Z\d_]+$/.test(code)));
  const codesIn = (heading: string) => columnOf(sectionOf(errors, heading), 'code').map(({ cell }) => cell);

  it('U12 has every code that the sources have, and no other', () => {
    const codes = new Set([...collectCodes(sources), ...EXCLUSION_REASONS, ...SEGMENT_WARNING_CODES]);
    for (const flag of enumOf('EventFlag')) codes.add(flag);
    for (const word of PROVIDER_WORDS) codes.add(word);
    for (const code of INSIDE.keys()) expect(codes.delete(code)).toBe(true);
    expect([...codes].filter((code) => !ours.has(code)).sort()).toEqual([]);
    expect([...ours].filter((code) => !codes.has(code)).sort()).toEqual([]);
  });

  const PROVIDER_WORDS = [
    'OPT_OUT',
    'THROTTLED',
    'TEMPORARY_FAILURE',
    'PERMANENT_FAILURE',
    'UNKNOWN_FAILURE',
    'DUPLICATE',
  ];

  it('U12 has the words of a provider that are handed on', () => {
    for (const deliveryStatus of PROVIDER_WORDS)
      expect(statusFromDelivery({ deliveryStatus }).code).toBe(deliveryStatus);
    expect(statusFromDelivery({ deliveryStatus: 'SOMETHING_NEW' }).code).toBe('UNRECOGNISED_STATUS');
  });

  function enumOf(name: string): readonly string[] {
    const [, body = ''] = new RegExp(`^enum ${name} \\{\\n([^]*?)^\\}`, 'm').exec(schema) ?? [];
    return body.trim().split(/\s+/);
  }

  it('U12 groups them by where they are got', () => {
    const type = (name: string) => namesOfType(sources, name);
    const [refusals = '', warnings = ''] = sectionOf(errors, 'Segments').split('Warnings of a segment');
    const codes = (text: string) => columnOf(text, 'code').map(({ cell }) => cell);
    expect(new Set(codes(refusals))).toEqual(new Set(type('SegmentErrorCode')));
    expect(codes(warnings)).toEqual(SEGMENT_WARNING_CODES);
    expect(codesIn('Reasons')).toEqual(enumOf('ExclusionReason'));
    expect(codesIn('Reasons')).toEqual(EXCLUSION_REASONS);
    const [rejected = '', flags = ''] = sectionOf(errors, 'Events').split('`flags` of an outcome');
    expect(codes(rejected)).toEqual(expect.arrayContaining([...type('EventErrorCode'), ...type('EventRejection')]));
    expect(codes(flags).slice(0, -1)).toEqual(enumOf('EventFlag'));
    const importing = [
      ...type('FieldErrorCode'),
      ...type('ChangeErrorCode'),
      ...type('NameErrorCode'),
      ...type('IdErrorCode'),
    ];
    expect(codesIn('Imports')).toEqual(expect.arrayContaining(importing));
    const saving = [...type('TemplateErrorCode'), ...type('LawCode'), ...type('SaveTemplateErrorCode')];
    expect(codesIn('Templates')).toEqual(expect.arrayContaining(saving));
    const signing = [
      ...type('ClaimRefusal'),
      'CLIENT_DISABLED',
      'IP_NOT_ALLOWED',
      'OVER_QUOTA',
      'IDEMPOTENCY_CONFLICT',
    ];
    expect(codesIn('External API')).toEqual(expect.arrayContaining(signing));
  });

  it('U12 has the codes of AppSync that hostile requests get', async () => {
    const attacks = await readFile(join(ROOT, 'test', 'integration', 'hostile-requests.test.ts'), 'utf8');
    const theirs = new Set(
      [...attacks.matchAll(/'(Unauthorized|\w+Exception|\w+Reached)'/g)].map(([, code = '']) => code),
    );
    expect(new Set([...onPage].filter((code) => !ours.has(code)))).toEqual(theirs);
  });

  it('U12 says of each what happened and what to do', () => {
    for (const [header = [], ...lines] of tablesOf(errors)) {
      expect(header).toEqual(['code', 'what happened', 'what to do']);
      for (const [code, happened, advice] of lines)
        expect([code, happened === '', advice === '']).toEqual([code, false, false]);
    }
    expect(rows.length).toBeGreaterThan(200);
  });

  it('U12 has only links that lead somewhere', async () => {
    for (const [name, page] of Object.entries({
      'segments.md': segments,
      'templates.md': templates,
      'errors.md': errors,
    })) {
      for (const [, file = '', anchor = ''] of page.matchAll(/\]\(([\w./-]*\.md)?(?:#([\w-]+))?\)/g)) {
        const text = await readFile(join(ROOT, 'docs', file === '' ? name : file), 'utf8');
        const anchors = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
          heading
            .toLowerCase()
            .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
            .replaceAll(' ', '-'),
        );
        if (anchor !== '') expect([name, anchors]).toEqual([name, expect.arrayContaining([anchor])]);
      }
    }
  });
});
