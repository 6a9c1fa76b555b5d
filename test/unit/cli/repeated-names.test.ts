import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readThings } from '../../../src/cli/import/pinpoint-things.ts';
import { sliceRows } from '../../../src/import-reader/slice-rows.ts';
import { parseCommandLine } from '../../../src/cli/parse-command-line.ts';
import type { PinpointThing } from '../../../src/domain/pinpoint-export/index.ts';
import { createImportApp } from '../../import-bytes.ts';

const ENDPOINT = { Id: 'e1', ChannelType: 'EMAIL', Address: 'kim@example.com', User: { UserId: 'kim' } };
const OTHER = { Id: 'e2', ChannelType: 'GCM', Address: 'token-2', User: { UserId: 'kim' } };

const reasonOf = (thing: PinpointThing | undefined) => (thing?.kind === 'unknown' ? thing.reason : thing?.kind);

const addressesOf = async (app: ReturnType<typeof createImportApp>) =>
  (await app.people()).flatMap(({ id, endpoints }) => endpoints.map(({ address }) => [id, address])).sort();

describe('a name that stands twice in one object', () => {
  it.each([
    ['{"id":"kim","id":"lee"}', 'id', 2, 13],
    ['{"Id":"a","ChannelType":"GCM","Address":"t1","Address":"t2"}', 'Address', 31, 46],
    ['{"Id":"a","ChannelType":"GCM","Address":"t","OptOut":"ALL","OptOut":"NONE"}', 'OptOut', 45, 60],
    ['{"User":{"UserId":"u","UserAttributes":{"City":["a"],"City":["b"]}}}', 'User.UserAttributes.City', 41, 54],
    ['{"User":{"UserId":"u","UserAttributes":{"C\\u0069ty":["a"],"City":["b"]}}}', 'User.UserAttributes.City', 41, 59],
    ['{"id":"u","endpoints":[{"id":"x"},{"id":"y","id":"z"}]}', 'endpoints[1].id', 36, 45],
    ['{"id":"a\\\\\\"","attributes":{"}{":["]"],"}{":[]}}', 'attributes.}{', 29, 40],
  ])('A11 refuses the line %s and says where both are', async (line, path, first, second) => {
    const app = createImportApp();
    const { accepted, rejections } = await app.importBytes(`{"id":"first"}\n${line}\n`);
    expect(accepted).toBe(1);
    expect(rejections).toEqual([[2, 'REPEATED_NAME', expect.stringContaining(JSON.stringify(path))]]);
    expect(rejections[0]?.[2]).toContain(`at column ${first} and column ${second}`);
    expect((await app.people()).map(({ id }) => id)).toEqual(['first']);
  });

  it('A11 refuses an entry of a list that stretches over lines, with line and column in it', async () => {
    const app = createImportApp();
    const { rejections } = await app.importBytes(
      '[\n  {\n    "id": "a",\n    "attributes": {},\n    "id": "b"\n  }\n]\n',
    );
    expect(rejections).toEqual([
      [
        1,
        'REPEATED_NAME',
        '"id" stands twice, at line 2 of the entry, column 5 and line 4 of the entry, column 5: leave one out.',
      ],
    ]);
  });

  it('A11 takes the same name in different objects, and as a value', async () => {
    const { importBytes } = createImportApp();
    const line = {
      id: 'id',
      attributes: { id: ['id'], City: ['City'] },
      endpoints: [{ id: 'a', channelType: 'GCM', address: 'City', attributes: { City: ['id'] } }],
    };
    expect((await importBytes(`${JSON.stringify(line)}\n`)).rejections).toEqual([]);
  });

  it('A11 refuses a definition of Pinpoint’s, with the places of both', async () => {
    const text = '{\n "Name": "s",\n "SegmentType": "DIMENSIONAL",\n "Name": "t"\n}';
    const [read] = await readThings(['s.json'], async () => await Promise.resolve(Buffer.from(text)));
    expect(reasonOf(read?.thing)).toMatch(/"Name".*line 2, column 2.*line 4, column 2/);
  });

  it.each([
    ['--map', 'A=EMAIL', 'A=SMS'],
    ['--set', 'OptOut=ALL', 'OptOut=NONE'],
  ])('A11 refuses %s that names the same thing twice', (option, one, two) => {
    const parsed = parseCommandLine(['import', 'f.csv', option, one, option, two]);
    expect(JSON.stringify(parsed)).toMatch(/twice/);
  });
});

describe('fields that nobody reads', () => {
  it('A21 of a line are told with line and column, and the rest of the row is kept', async () => {
    const app = createImportApp();
    const first = JSON.stringify({ ...ENDPOINT, Nickname: 'K', ApplicationId: 'x', CohortId: '7', Empty: [] });
    const second = JSON.stringify({
      ...OTHER,
      Demographic: { Make: 'm', Colour: 'red' },
      Location: { Planet: 'Earth' },
    });
    const { accepted, rejections } = await app.importBytes(`${first}\n${second}\n`);
    expect(accepted).toBe(2);
    const at = (line: string, name: string) => `(column ${line.indexOf(`"${name}"`) + 1})`;
    const left = (names: string) => `Left out, since there is no such field: ${names}. The rest of the row is kept.`;
    const [colour, planet] = [at(second, 'Colour'), at(second, 'Planet')];
    expect(rejections).toEqual([
      [1, 'UNKNOWN_FIELD', left(`"Nickname" ${at(first, 'Nickname')}`)],
      [2, 'UNKNOWN_FIELD', left(`"Demographic.Colour" ${colour}, "Location.Planet" ${planet}`)],
    ]);
    expect(await addressesOf(app)).toHaveLength(2);
  });

  it.each([
    ['Optout', 'OptOut'],
    ['optOut', 'OptOut'],
    ['opt_out', 'OptOut'],
    ['OptOuts', 'OptOut'],
    ['EndpointStatuss', 'EndpointStatus'],
    ['userAttributes', 'UserAttributes'],
  ])('A4 refuse the row when %s can only be meant as %s', async (name, meant) => {
    const app = createImportApp();
    const row =
      meant === 'UserAttributes'
        ? { ...ENDPOINT, User: { UserId: 'u', [name]: { a: ['b'] } } }
        : { ...ENDPOINT, [name]: 'ALL' };
    const { accepted, rejections } = await app.importBytes(`${JSON.stringify(row)}\n`);
    expect(accepted).toBe(0);
    expect(rejections).toEqual([
      [1, 'UNKNOWN_FIELD', expect.stringMatching(new RegExp(`Did you mean ${meant}\\? \\(column \\d+\\)`))],
    ]);
    expect(await app.people()).toEqual([]);
  });

  it('A21 never make a message longer than a report keeps', async () => {
    const many = Object.fromEntries(Array.from({ length: 90 }, (_, n) => [`Unheard of ${n}`, n]));
    const { rejections } = await createImportApp().importBytes(`${JSON.stringify({ ...ENDPOINT, ...many })}\n`);
    expect(rejections[0]?.[2]).toMatch(/and \d+ more\. The rest of the row is kept\.$/);
  });
});

describe('what calls of Pinpoint answer', () => {
  const inItems = { EndpointsResponse: { Item: [ENDPOINT, OTHER] } };
  it.each([
    ['GetUserEndpoints in one line', JSON.stringify(inItems)],
    ['GetUserEndpoints as the command line prints it', JSON.stringify(inItems, null, 4)],
    [
      'the same, with its first object in the first line',
      JSON.stringify(inItems, null, 4).replace('{\n    "E', '{ "E'),
    ],
    ['GetUserEndpoints without its envelope', JSON.stringify(inItems.EndpointsResponse, null, 2)],
    ['boto3', JSON.stringify({ ResponseMetadata: { RequestId: 'r', HTTPStatusCode: 200 }, ...inItems })],
    ['the SDK for JavaScript', JSON.stringify({ $metadata: { httpStatusCode: 200 }, ...inItems })],
    ['a list of answers', JSON.stringify([{ EndpointResponse: ENDPOINT }, { EndpointResponse: OTHER }], null, 1)],
    [
      'GetEndpoint for each, one below the other',
      [ENDPOINT, OTHER].map((e) => JSON.stringify({ EndpointResponse: e }, null, 4)).join('\n'),
    ],
    [
      'GetEndpoint for each, in lines',
      [ENDPOINT, OTHER].map((e) => JSON.stringify({ EndpointResponse: e })).join('\n'),
    ],
    ['UpdateEndpointsBatch', JSON.stringify({ ApplicationId: 'a', EndpointBatchRequest: { Item: [ENDPOINT, OTHER] } })],
    [
      'UpdateEndpoint',
      [ENDPOINT, OTHER]
        .map(({ Id, ...rest }) => JSON.stringify({ ApplicationId: 'a', EndpointId: Id, EndpointRequest: rest }))
        .join('\n'),
    ],
    [
      'an export job',
      [ENDPOINT, OTHER]
        .map((e) => JSON.stringify({ ...e, ApplicationId: 'a', CohortId: '3', RequestId: 'r' }))
        .join('\n'),
    ],
  ])('A16 is imported: %s, packed and not', async (_name, text) => {
    for (const content of [text, `\ufeff${text}`, gzipSync(text), Buffer.from(`\ufeff${text}`, 'utf16le')]) {
      const app = createImportApp();
      expect(await app.importBytes(content)).toEqual({ accepted: 2, rejections: [] });
      expect(await addressesOf(app)).toEqual([
        ['kim', 'kim@example.com'],
        ['kim', 'token-2'],
      ]);
    }
  });

  it('A12 is wrong in one endpoint, which is refused by its place, and the others are kept', async () => {
    const app = createImportApp();
    const bad = { ...OTHER, ChannelType: 'PIGEON' };
    const text = JSON.stringify({ EndpointsResponse: { Item: [bad, ENDPOINT, 7] }, NextToken: 'more' });
    const { accepted, rejections } = await app.importBytes(text);
    expect(accepted).toBe(1);
    expect(rejections.map(([, code]) => code).sort()).toEqual(['INVALID_JSON', 'UNKNOWN_CHANNEL']);
    expect(rejections.map(([, , reason]) => reason).join('\n')).toMatch(/EndpointsResponse\.Item\[0\].*\n.*Item\[2\]/);
    expect(await addressesOf(app)).toEqual([['kim', 'kim@example.com']]);
  });

  it('A21 holds nobody, or more than may be read of one, is refused', async () => {
    const { importBytes } = createImportApp();
    expect((await importBytes('{"EndpointsResponse":{"Item":[]}}\n')).rejections).toEqual([
      [1, 'MISSING_FIELD', expect.any(String)],
    ]);
    const many = Array.from({ length: 101 }, (_, n) => ({ ...ENDPOINT, Id: `e${n}` }));
    expect((await importBytes(JSON.stringify({ EndpointBatchRequest: { Item: many } }))).rejections).toEqual([
      [1, 'TOO_MANY', expect.stringContaining('100')],
    ]);
  });

  it('A12 is cut into slices that hold at most 500 endpoints, and none is lost', async () => {
    const endpoint = (name: string) => ({ ...OTHER, Id: name, Address: name, User: { UserId: name } });
    const lines = Array.from({ length: 12 }, (_, line) =>
      JSON.stringify({ Item: Array.from({ length: 100 }, (__, n) => endpoint(`${line}-${n}`)) }),
    );
    expect(await createImportApp().importBytes(lines.join('\n'))).toEqual({ accepted: 1_200, rejections: [] });
    const many = lines.map((text, index) => ({ line: index + 1, text }));
    const sizes: number[] = [];
    for await (const { lines: taken } of sliceRows(Readable.from(many))) sizes.push(taken.length);
    expect(sizes).toEqual([5, 5, 2]);
  });
});

describe('lists of definitions', () => {
  const things = async (json: unknown) =>
    (await readThings(['f'], async () => await Promise.resolve(Buffer.from(JSON.stringify(json))))).map(
      ({ thing }) => thing,
    );

  it('M14 of Pinpoint are read entry by entry', async () => {
    const segment = { Id: 's', Name: 's', SegmentType: 'DIMENSIONAL' };
    const campaign = { Id: 'c', Name: 'c', SegmentId: 's' };
    expect(
      (await things({ SegmentsResponse: { Item: [segment, { ...segment, Id: 't' }] } })).map(({ kind }) => kind),
    ).toEqual(['segment', 'segment']);
    expect(
      (await things({ ResponseMetadata: {}, CampaignsResponse: { Item: [campaign] } })).map(({ kind }) => kind),
    ).toEqual(['campaign']);
    expect((await things([{ SegmentResponse: segment }, campaign])).map(({ kind }) => kind)).toEqual([
      'segment',
      'campaign',
    ]);
  });

  it('M14 say what is missing: the next page, the words of templates, what stands beside', async () => {
    const segment = { Id: 's', Name: 's', SegmentType: 'DIMENSIONAL' };
    const [, next] = await things({ SegmentsResponse: { Item: [segment], NextToken: 'x' } });
    expect(reasonOf(next)).toMatch(/NextToken/);
    const [template] = await things({ TemplatesResponse: { Item: [{ TemplateName: 't', TemplateType: 'EMAIL' }] } });
    expect(reasonOf(template)).toMatch(/without its words/);
    const [, beside] = await things({ SegmentResponse: segment, Note: 'x' });
    expect(reasonOf(beside)).toMatch(/"Note"/);
    const [people] = await things(JSON.parse('{"EndpointsResponse":{"Item":[]}}'));
    expect(reasonOf(people)).toMatch(/bonghwa import/);
  });
});
