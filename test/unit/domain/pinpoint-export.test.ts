import { describe, expect, it } from 'vitest';
import { mapCampaign, mapSegment, mapTemplate, recognise } from '../../../src/domain/pinpoint-export/index.ts';
import { inDependencyOrder } from '../../../src/cli/import/pinpoint-things.ts';
import { parseSegmentDefinition } from '../../../src/domain/segment/index.ts';

const SEGMENT = {
  ApplicationId: 'app',
  Arn: 'arn',
  CreationDate: '2025-01-01T00:00:00Z',
  Id: 'seg-1',
  Name: '서울 iOS',
  SegmentType: 'DIMENSIONAL',
  Version: 3,
  SegmentGroups: {
    Include: 'ANY',
    Groups: [
      {
        Type: 'ALL',
        SourceType: 'ANY',
        SourceSegments: [{ Id: 'seg-0', Version: 2 }],
        Dimensions: [
          {
            Attributes: { favourites: { AttributeType: 'CONTAINS', Values: ['책'] } },
            UserAttributes: { Tier: { AttributeType: 'INCLUSIVE', Values: ['gold'] } },
            Metrics: { visits: { ComparisonOperator: 'GREATER_THAN', Value: 3 } },
            Demographic: {
              Channel: { DimensionType: 'INCLUSIVE', Values: ['APNS'] },
            },
            Location: {
              Country: { DimensionType: 'INCLUSIVE', Values: ['KR'] },
              GPSPoint: { Coordinates: { Latitude: 37.5, Longitude: 127 }, RangeInKilometers: 5 },
            },
            Behavior: { Recency: { Duration: 'DAY_14', RecencyType: 'ACTIVE' } },
          },
        ],
      },
    ],
  },
};

describe('a segment of Pinpoint’s', () => {
  it('becomes one of ours, which can be saved, with a note of what has no counterpart', () => {
    const { mapped, notMapped } = mapSegment(SEGMENT);
    expect(mapped).toEqual({
      pinpointId: 'seg-1',
      name: '서울 iOS',
      type: 'DYNAMIC',
      sourceIds: ['seg-0'],
      definition: {
        include: 'ANY',
        groups: [
          {
            type: 'ALL',
            sourceType: 'ANY',
            sourceSegmentIds: ['seg-0'],
            dimensions: [
              {
                attributes: { favourites: { type: 'CONTAINS', values: ['책'] } },
                userAttributes: { Tier: { type: 'INCLUSIVE', values: ['gold'] } },
                metrics: { visits: { comparison: 'GREATER_THAN', value: 3 } },
                demographic: { channel: { type: 'INCLUSIVE', values: ['APNS'] } },
                location: {
                  country: { type: 'INCLUSIVE', values: ['KR'] },
                  gpsPoint: { latitude: 37.5, longitude: 127, rangeInKilometers: 5 },
                },
                recency: { type: 'ACTIVE', days: 14 },
              },
            ],
          },
        ],
      },
    });
    expect(notMapped.map(({ path }) => path)).toEqual(['SegmentGroups.Groups[0].SourceSegments[0].Version']);
    expect(parseSegmentDefinition(mapped?.definition)).toMatchObject({ ok: true });
  });

  it('with dimensions and no groups means all of them', () => {
    const { mapped } = mapSegment({ Id: 's', Name: 'n', Dimensions: SEGMENT.SegmentGroups.Groups[0]?.Dimensions[0] });
    expect(mapped?.definition).toMatchObject({ include: 'ALL', groups: [{ type: 'ALL', dimensions: [{}] }] });
    expect(parseSegmentDefinition(mapped?.definition)).toMatchObject({ ok: true });
  });

  it('that was imported keeps its name, and says where its members are', () => {
    const { mapped, notMapped } = mapSegment({
      Id: 's',
      Name: 'n',
      SegmentType: 'IMPORT',
      ImportDefinition: { Format: 'CSV' },
    });
    expect(mapped).toMatchObject({ type: 'IMPORTED', name: 'n' });
    expect(notMapped[0]?.reason).toContain('--segment');
  });

  it('is not mapped to everyone when nothing of its conditions is understood', () => {
    const Dimensions = { Metrics: { visits: { ComparisonOperator: 'ROUGHLY', Value: 3 } } };
    expect(mapSegment({ Id: 's', Name: 'n', Dimensions })).toMatchObject({
      mapped: null,
      notMapped: [{ path: 'Dimensions.Metrics.visits' }],
    });
  });
});

describe('a segment of which a condition has no counterpart', () => {
  const byType = (type: string, entry: unknown) =>
    mapSegment({
      Id: 's',
      Name: 'n',
      SegmentGroups: {
        Include: 'ALL',
        Groups: [
          {
            Type: type,
            SourceType: 'ALL',
            SourceSegments: [],
            Dimensions: [{ UserAttributes: { a: { AttributeType: 'INCLUSIVE', Values: ['b'] } } }, entry],
          },
        ],
      },
    });

  it.each(['ALL', 'ANY', 'NONE'])('M15 is refused in a group of %s, naming the condition', (type) => {
    const { mapped, notMapped } = byType(type, {
      Demographic: { DeviceType: { DimensionType: 'INCLUSIVE', Values: ['phone'] } },
    });
    expect(mapped).toBeNull();
    expect(notMapped.map(({ path }) => path)).toEqual(['SegmentGroups.Groups[0].Dimensions[1].Demographic.DeviceType']);
  });

  const demographic = (Make: unknown) => ({ Demographic: { Make } });
  const UNSURE = 'SegmentGroups.Groups[0].Dimensions[1].Demographic.Make';
  it.each<[unknown, string]>([
    [{}, 'SegmentGroups.Groups[0].Dimensions[1]'],
    ['phone', 'SegmentGroups.Groups[0].Dimensions[1]'],
    [demographic({ DimensionType: 'INCLUSIVE', Values: [] }), UNSURE],
    [demographic({ DimensionType: 'INCLUSIVE', Values: ['LG', 7] }), UNSURE],
    [demographic({ DimensionType: 'CONTAINS', Values: ['LG'] }), UNSURE],
    [demographic({ DimensionType: 'INCLUSIVE', Values: ['LG'], Case: 'ANY' }), UNSURE],
    [demographic('LG'), UNSURE],
    [{ Demographic: 'LG' }, 'SegmentGroups.Groups[0].Dimensions[1].Demographic'],
    [
      { Behavior: { Recency: { Duration: 'DAY_7', RecencyType: 'SLEEPY' } } },
      'SegmentGroups.Groups[0].Dimensions[1].Behavior.Recency',
    ],
    [
      { Attributes: { a: { AttributeType: 'INCLUSIVE', Values: ['x', null] } } },
      'SegmentGroups.Groups[0].Dimensions[1].Attributes.a',
    ],
    [
      { Location: { GPSPoint: { Coordinates: { Latitude: 37.5, Longitude: 127 } } } },
      'SegmentGroups.Groups[0].Dimensions[1].Location.GPSPoint',
    ],
  ])('M14 is refused with %j, which says nothing certain', (entry, path) => {
    const { mapped, notMapped } = byType('ANY', entry);
    expect(mapped).toBeNull();
    expect(notMapped.map((note) => note.path)).toContain(path);
  });
});

describe('an export of Pinpoint’s', () => {
  const set = (...Values: string[]) => ({ DimensionType: 'EXCLUSIVE', Values });
  const THINGS: Record<
    string,
    { map: (thing: object) => { mapped: unknown; notMapped: readonly { path: string }[] }; thing: object }
  > = {
    segment: {
      map: (thing) => mapSegment({ ...thing }),
      thing: {
        Id: 's',
        Name: 'n',
        SegmentType: 'DIMENSIONAL',
        tags: { team: 'crm' },
        SegmentGroups: {
          Include: 'ANY',
          Groups: [
            {
              Type: 'ANY',
              SourceType: 'NONE',
              SourceSegments: [{ Id: 'x', Version: 3 }],
              Dimensions: [
                {
                  Attributes: { a: { AttributeType: 'CONTAINS', Values: ['1', '2'] } },
                  UserAttributes: { b: { AttributeType: 'EXCLUSIVE', Values: ['3'] } },
                  Metrics: { m: { ComparisonOperator: 'EQUAL', Value: 4 } },
                  Demographic: {
                    AppVersion: set('1'),
                    Channel: set('GCM'),
                    Make: set('a'),
                    Model: set('b'),
                    Platform: set('c'),
                  },
                  Location: {
                    Country: set('KR'),
                    GPSPoint: { Coordinates: { Latitude: 1, Longitude: 2 }, RangeInKilometers: 3 },
                  },
                  Behavior: { Recency: { Duration: 'DAY_30', RecencyType: 'INACTIVE' } },
                },
              ],
            },
          ],
        },
      },
    },
    campaign: {
      map: (thing) => mapCampaign({ ...thing }),
      thing: {
        Name: 'c',
        Description: 'd',
        SegmentId: 's',
        SegmentVersion: 2,
        HoldoutPercent: 5,
        IsPaused: true,
        Priority: 1,
        TreatmentName: 't',
        tags: { a: 'b' },
        Limits: { Daily: 1, Total: 2, MessagesPerSecond: 50, MaximumDuration: 600, Session: 1 },
        Schedule: {
          StartTime: 'IMMEDIATE',
          EndTime: '2027-01-01T00:00:00Z',
          Frequency: 'ONCE',
          IsLocalTime: true,
          Timezone: 'UTC+09',
          EventFilter: { FilterType: 'SYSTEM', Dimensions: { EventType: set('a') } },
          QuietTime: { Start: '21:00', End: '08:00' },
        },
        TemplateConfiguration: {
          PushTemplate: { Name: 'p', Version: '1' },
          EmailTemplate: { Name: 'e' },
          SMSTemplate: { Name: 's' },
          VoiceTemplate: { Name: 'v' },
        },
        AdditionalTreatments: [{ SizePercent: 50 }],
        CustomDeliveryConfiguration: { DeliveryUri: 'arn', EndpointTypes: ['SMS'] },
        MessageConfiguration: { SMSMessage: { Body: 'b' } },
        Hook: { Mode: 'FILTER' },
      },
    },
    push: {
      map: (thing) => mapTemplate({ ...thing }, 'PUSH'),
      thing: {
        TemplateName: 't',
        TemplateDescription: 'd',
        RecommenderId: 'r',
        DefaultSubstitutions: '{"Attributes.a":"b"}',
        Default: { Title: 't', Body: 'b', Action: 'URL', Url: 'https://e.com', Sound: 's' },
        APNS: {
          Title: 'x',
          Body: 'y',
          Action: 'DEEP_LINK',
          Url: 'app://x',
          MediaUrl: 'https://e.com/1',
          RawContent: '{}',
        },
        GCM: { Title: 'z', Body: 'w', ImageUrl: 'https://e.com/2', SmallImageIconUrl: 'https://e.com/3' },
        ADM: { Body: 'v' },
        Baidu: { Body: 'u' },
      },
    },
    email: {
      map: (thing) => mapTemplate({ ...thing }, 'EMAIL'),
      thing: {
        TemplateName: 't',
        Subject: 's',
        HtmlPart: 'h',
        TextPart: 't',
        Headers: [{ Name: 'a', Value: 'b' }],
        tags: { a: 'b' },
      },
    },
    sms: {
      map: (thing) => mapTemplate({ ...thing }, 'SMS'),
      thing: { TemplateName: 't', Body: 'b', TemplateDescription: 'd' },
    },
  };

  /** Every leaf of a document, with the document as it is without it. */
  function leaves(value: unknown, path: string): [path: string, without: unknown][] {
    if (Array.isArray(value)) {
      return value.flatMap((item: unknown, at) =>
        leaves(item, `${path}[${at}]`).map(([leaf, rest]): [string, unknown] => [
          leaf,
          rest === undefined ? value.toSpliced(at, 1) : value.with(at, rest),
        ]),
      );
    }
    if (typeof value !== 'object' || value === null) return [[path, undefined]];
    return Object.entries(value).flatMap(([name, inner]) =>
      leaves(inner, path === '' ? name : `${path}.${name}`).map(([leaf, rest]): [string, unknown] => {
        const { [name]: _, ...others } = value as Record<string, unknown>;
        return [leaf, rest === undefined ? others : { ...others, [name]: rest }];
      }),
    );
  }

  it.each(Object.entries(THINGS))(
    'M14 is taken over, refused or reported in every leaf: %s',
    (_name, { map, thing }) => {
      const whole = map(thing);
      expect(whole.mapped).not.toBeNull();
      const silent = leaves(thing, '').filter(([path, without]) => {
        const isReported = whole.notMapped.some(
          (note) => path === note.path || path.startsWith(`${note.path}.`) || path.startsWith(`${note.path}[`),
        );
        const isTaken = JSON.stringify(map(without as object).mapped) !== JSON.stringify(whole.mapped);
        return !isReported && !isTaken;
      });
      expect(silent.map(([path]) => path)).toEqual(_name === 'segment' ? ['SegmentType'] : []);
    },
  );

  it.each([
    [{ SegmentType: 'IMPORTED' }, 'SegmentType'],
    [{ SegmentType: 'import', ImportDefinition: { S3Url: 's3://a' } }, 'SegmentType'],
    [{ SegmentType: 'DIMENSIONAL', ImportDefinition: { S3Url: 's3://a' } }, 'ImportDefinition'],
  ])('M15 is never everybody because nobody knows what kind of segment it is: %j', (fields, path) => {
    const read = mapSegment({ Id: 's', Name: 's', ...fields });
    expect(read.mapped).toBeNull();
    expect(read.notMapped.map((note) => note.path)).toContain(path);
  });

  it('M15 is a list when it says nothing but where its members came from', () => {
    const read = mapSegment({ Id: 's', Name: 's', ImportDefinition: { S3Url: 's3://a' } });
    expect(read.mapped).toMatchObject({ type: 'IMPORTED' });
  });

  it('M14 is reported where a default stands twice, of which the last would have won', () => {
    const DefaultSubstitutions = '{"User.UserAttributes.City":"서울","User.UserAttributes.City":"부산"}';
    const read = mapTemplate({ TemplateName: 't', Body: 'b', DefaultSubstitutions }, 'SMS');
    expect(read.mapped?.defaultSubstitutions).toEqual({});
    expect(read.notMapped.map(({ path }) => path)).toEqual(['DefaultSubstitutions.User.UserAttributes.City']);
  });

  it.each(Object.entries(THINGS))('M14 is reported where it is of a wrong type: %s', (_name, { map, thing }) => {
    const wrong = leaves(thing, '').flatMap(([path, without]) => {
      const other = structuredClone(thing);
      const keys = path.replaceAll(/\[(\d+)\]/g, '.$1').split('.');
      const last = keys.pop() ?? '';
      let at: unknown = other;
      for (const key of keys) at = (at as Record<string, unknown>)[key];
      (at as Record<string, unknown>)[last] = [[1]];
      const found = map(other);
      const isNoted = found.notMapped.some(
        (note) =>
          path === note.path ||
          path.startsWith(`${note.path}.`) ||
          path.startsWith(`${note.path}[`) ||
          note.path === '',
      );
      const isAsWithout = JSON.stringify(found.mapped) === JSON.stringify(map(without as object).mapped);
      return isNoted || !isAsWithout ? [] : [path];
    });
    expect(wrong).toEqual([]);
  });
});

describe('recognising what a file holds', () => {
  it.each([
    [{ SegmentResponse: SEGMENT }, 'segment'],
    [SEGMENT, 'segment'],
    [{ CampaignResponse: { Name: 'c' } }, 'campaign'],
    [{ Name: 'c', SegmentId: 's' }, 'campaign'],
    [{ SMSTemplateResponse: { TemplateName: 't' } }, 'template'],
    [{ TemplateName: 't', TemplateType: 'EMAIL' }, 'template'],
    [{ VoiceTemplateResponse: {} }, 'unknown'],
    [{ TemplateType: 'constructor' }, 'unknown'],
    [[], 'unknown'],
    [null, 'unknown'],
  ])('%#', (json, kind) => {
    expect(recognise(json).kind).toBe(kind);
  });

  it('puts what others build on first', () => {
    const segment = (Id: string, ...sources: string[]) => {
      const Groups = [
        {
          Type: 'ALL',
          SourceType: 'ALL',
          SourceSegments: sources.map((source) => ({ Id: source })),
          Dimensions: [{ UserAttributes: { a: { AttributeType: 'INCLUSIVE', Values: ['b'] } } }],
        },
      ];
      return {
        file: Id,
        thing: recognise({ Id, Name: Id, SegmentType: 'DIMENSIONAL', SegmentGroups: { Include: 'ALL', Groups } }),
      };
    };
    const template = { file: 't', thing: recognise({ TemplateName: 't', TemplateType: 'SMS' }) };
    const campaign = { file: 'c', thing: recognise({ Name: 'c', SegmentId: 'a' }) };
    const ordered = inDependencyOrder([campaign, segment('a', 'b'), segment('b', 'd'), template, segment('d')]);
    expect(ordered.map(({ file }) => file)).toEqual(['t', 'd', 'b', 'a', 'c']);
  });
});
