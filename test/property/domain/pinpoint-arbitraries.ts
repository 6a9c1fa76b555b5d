import fc from 'fast-check';
import { NOW } from './arbitraries.ts';

const DAY = 86_400_000;

/** A thing of Pinpoint's as its API answers it. */
export type Shape = { readonly [name: string]: unknown };

const word = fc.constantFrom('서울', 'a', 'b', 'ab', '2026-01-01', 'x y');
const name = fc.constantFrom('city', 'tier', 'seen', 'constructor');
const values = fc.uniqueArray(word, { minLength: 1, maxLength: 3 });
const isoDate = fc.integer({ min: NOW - 900 * DAY, max: NOW }).map((at) => new Date(at).toISOString());

/** A structure whose members are all optional, as nearly all of Pinpoint's are. */
function shape(members: Record<string, fc.Arbitrary<unknown>>, requiredKeys: string[] = []): fc.Arbitrary<Shape> {
  return fc.record(members, { requiredKeys, noNullPrototype: true });
}

const named = (value: fc.Arbitrary<Shape>): fc.Arbitrary<Record<string, Shape>> =>
  fc.dictionary(name, value, { minKeys: 1, maxKeys: 2, noNullPrototype: true });

const set = shape({ DimensionType: fc.constantFrom('INCLUSIVE', 'EXCLUSIVE'), Values: values }, ['Values']);
const channels = fc.uniqueArray(fc.constantFrom('APNS', 'GCM', 'EMAIL', 'SMS'), { minLength: 1, maxLength: 3 });
const channelSet = shape({ DimensionType: fc.constantFrom('INCLUSIVE', 'EXCLUSIVE'), Values: channels }, ['Values']);

const attribute = fc.oneof(
  shape({ AttributeType: fc.constantFrom('INCLUSIVE', 'EXCLUSIVE', 'CONTAINS'), Values: values }, ['Values']),
  fc.record({
    AttributeType: fc.constantFrom('BEFORE', 'AFTER', 'ON'),
    Values: fc.constantFrom(['2026-01-01'], ['2026-11-20']),
  }),
);
const metric = fc.record({
  ComparisonOperator: fc.constantFrom(
    'EQUAL',
    'GREATER_THAN',
    'LESS_THAN',
    'GREATER_THAN_OR_EQUAL',
    'LESS_THAN_OR_EQUAL',
  ),
  Value: fc.integer({ min: -2, max: 2 }),
});

const coordinates = fc.record({
  Latitude: fc.integer({ min: -90, max: 90 }),
  Longitude: fc.integer({ min: -180, max: 180 }),
});

/** One of the conditions, with those that have no counterpart here among them. */
const condition = fc.oneof(
  named(attribute).map((Attributes) => ({ Attributes })),
  named(attribute).map((UserAttributes) => ({ UserAttributes })),
  named(metric).map((Metrics) => ({ Metrics })),
  shape({ AppVersion: set, Channel: channelSet, Make: set, Model: set, Platform: set }).map((Demographic) => ({
    Demographic,
  })),
  shape({ Country: set }, ['Country']).map((Location) => ({ Location })),
  fc
    .record({ Coordinates: coordinates, RangeInKilometers: fc.integer({ min: 0, max: 15_000 }) })
    .map((GPSPoint) => ({ Location: { GPSPoint } })),
  fc
    .record({
      Duration: fc.constantFrom('HR_24', 'DAY_7', 'DAY_14', 'DAY_30'),
      RecencyType: fc.constantFrom('ACTIVE', 'INACTIVE'),
    })
    .map((Recency) => ({ Behavior: { Recency } })),
);
const foreign = fc.oneof(
  set.map((DeviceType) => ({ Demographic: { DeviceType } })),
  coordinates.map((Coordinates) => ({ Location: { GPSPoint: { Coordinates } } })),
  fc.constant({}),
  fc.constant({ Metrics: { visits: { ComparisonOperator: 'ROUGHLY', Value: 3 } } }),
);

const dimensions: fc.Arbitrary<Shape> = fc
  .array(fc.oneof({ weight: 40, arbitrary: condition }, { weight: 1, arbitrary: foreign }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((all) => Object.assign({}, ...all) as Shape);

const kinds = fc.constantFrom('ALL', 'ANY', 'NONE');

function group(sources: readonly string[]): fc.Arbitrary<Shape> {
  const source = shape(
    { Id: fc.constantFrom(...(sources.length === 0 ? ['nobody'] : sources)), Version: fc.integer({ min: 1, max: 3 }) },
    ['Id'],
  );
  return shape({
    Type: kinds,
    SourceType: kinds,
    Dimensions: fc.array(dimensions, { maxLength: 3 }),
    ...(sources.length === 0
      ? {}
      : { SourceSegments: fc.uniqueArray(source, { selector: ({ Id }) => Id, maxLength: 2 }) }),
  });
}

const own = {
  ApplicationId: fc.constant('app'),
  Arn: fc.constant('arn:aws:mobiletargeting:us-east-1:1:apps/app/segments/s'),
  CreationDate: isoDate,
  LastModifiedDate: isoDate,
  Version: fc.integer({ min: 1, max: 9 }),
  tags: fc.dictionary(fc.constantFrom('team', 'cost'), fc.constantFrom('a', 'b'), { noNullPrototype: true }),
};

/** The answer of GetSegment for a segment by conditions, which may build on `sources`. */
export function pinpointSegment(id: string, sources: readonly string[] = []): fc.Arbitrary<Shape> {
  const head = { ...own, Id: fc.constant(id), Name: fc.constant('vip'), SegmentType: fc.constant('DIMENSIONAL') };
  const groups = shape({ Include: kinds, Groups: fc.array(group(sources), { minLength: 1, maxLength: 3 }) }, [
    'Groups',
  ]);
  return fc.oneof(
    { weight: 4, arbitrary: shape({ ...head, SegmentGroups: groups }, ['Id', 'Name', 'SegmentType', 'SegmentGroups']) },
    { weight: 1, arbitrary: shape({ ...head, Dimensions: dimensions }, ['Id', 'Name', 'SegmentType', 'Dimensions']) },
  );
}

/** The answer of GetSegment for a list that was imported. */
export const importedSegment: fc.Arbitrary<Shape> = shape(
  {
    ...own,
    Id: fc.constant('s'),
    Name: fc.constant('list'),
    SegmentType: fc.constant('IMPORT'),
    ImportDefinition: shape({
      ChannelCounts: fc.constant({ EMAIL: 3 }),
      ExternalId: fc.constant('e'),
      Format: fc.constantFrom('CSV', 'JSON'),
      RoleArn: fc.constant('arn:aws:iam::1:role/r'),
      S3Url: fc.constant('s3://b/k'),
      Size: fc.nat(9),
    }),
  },
  ['Id', 'SegmentType'],
);

const count = fc.integer({ min: 0, max: 100 });
const text = fc.constantFrom('여름 세일', 'Hi {{Attributes.name}}', 'https://example.com/x');
const templateRef = shape({ Name: fc.constant('t'), Version: fc.constant('1') }, ['Name']);
const templates = shape({
  PushTemplate: templateRef,
  EmailTemplate: templateRef,
  SMSTemplate: templateRef,
  VoiceTemplate: templateRef,
  InAppTemplate: templateRef,
});
const pushWords = shape({
  Action: fc.constantFrom('OPEN_APP', 'DEEP_LINK', 'URL'),
  Body: text,
  ImageUrl: text,
  ImageIconUrl: text,
  ImageSmallIconUrl: text,
  JsonBody: text,
  MediaUrl: text,
  RawContent: text,
  SilentPush: fc.boolean(),
  TimeToLive: count,
  Title: text,
  Url: text,
});
const messages = shape({
  DefaultMessage: pushWords,
  APNSMessage: pushWords,
  GCMMessage: pushWords,
  EmailMessage: shape({ Body: text, FromAddress: text, HtmlBody: text, Title: text }),
  SMSMessage: shape({ Body: text, MessageType: fc.constantFrom('PROMOTIONAL', 'TRANSACTIONAL'), SenderId: text }),
  CustomMessage: shape({ Data: text }),
  InAppMessage: shape({ Layout: fc.constant('BANNER') }),
});
const schedule = shape({
  StartTime: fc.constantFrom('IMMEDIATE', '2026-11-01T09:00:00'),
  EndTime: isoDate,
  Frequency: fc.constantFrom('ONCE', 'DAILY', 'EVENT'),
  IsLocalTime: fc.boolean(),
  Timezone: fc.constant('UTC+09'),
  QuietTime: shape({ Start: fc.constant('21:00'), End: fc.constant('08:00') }),
  EventFilter: fc.constant({ Dimensions: { EventType: { Values: ['bought'] } }, FilterType: 'ENDPOINT' }),
});
const hook = shape({ LambdaFunctionName: fc.constant('f'), Mode: fc.constant('FILTER'), WebUrl: text });
const delivery = fc.constant({ DeliveryUri: 'arn:aws:lambda:us-east-1:1:function:f', EndpointTypes: ['CUSTOM'] });

/** The answer of GetCampaign. */
export const pinpointCampaign: fc.Arbitrary<Shape> = shape(
  {
    ...own,
    Id: fc.constant('c'),
    Name: fc.constant('summer'),
    Description: text,
    SegmentId: fc.constant('s'),
    SegmentVersion: fc.integer({ min: 1, max: 9 }),
    State: fc.constant({ CampaignStatus: 'SCHEDULED' }),
    DefaultState: fc.constant({ CampaignStatus: 'SCHEDULED' }),
    HoldoutPercent: count,
    Hook: hook,
    IsPaused: fc.boolean(),
    Limits: shape({
      Daily: count,
      Total: count,
      MessagesPerSecond: count,
      MaximumDuration: fc.integer({ min: 60, max: 9_999 }),
      Session: count,
    }),
    MessageConfiguration: messages,
    Priority: fc.integer({ min: 1, max: 5 }),
    Schedule: schedule,
    TemplateConfiguration: templates,
    TreatmentName: text,
    TreatmentDescription: text,
    CustomDeliveryConfiguration: delivery,
    AdditionalTreatments: fc.array(
      shape({
        Id: fc.constant('t2'),
        SizePercent: count,
        State: fc.constant({ CampaignStatus: 'SCHEDULED' }),
        MessageConfiguration: messages,
        TemplateConfiguration: templates,
        Schedule: schedule,
        TreatmentName: text,
        TreatmentDescription: text,
        CustomDeliveryConfiguration: delivery,
      }),
      { maxLength: 2 },
    ),
  },
  ['Name', 'SegmentId'],
);

const templateHead = {
  Arn: fc.constant('arn'),
  CreationDate: isoDate,
  LastModifiedDate: isoDate,
  Version: fc.constant('1'),
  TemplateName: fc.constant('t'),
  TemplateDescription: text,
  DefaultSubstitutions: fc.constantFrom(
    '{"Attributes.name":"고객"}',
    '{"Metrics.visits":3,"Attributes.a":["x"]}',
    '[]',
    '{',
  ),
  tags: own.tags,
};

/** The answers of GetPushTemplate, GetEmailTemplate and GetSmsTemplate. */
export const pinpointTemplate = {
  PUSH: shape(
    {
      ...templateHead,
      TemplateType: fc.constant('PUSH'),
      RecommenderId: fc.constant('r'),
      ADM: pushWords,
      APNS: shape({
        Action: fc.constantFrom('OPEN_APP', 'DEEP_LINK', 'URL'),
        Body: text,
        MediaUrl: text,
        RawContent: text,
        Sound: text,
        Title: text,
        Url: text,
      }),
      Baidu: pushWords,
      Default: shape({
        Action: fc.constantFrom('OPEN_APP', 'DEEP_LINK', 'URL'),
        Body: text,
        Sound: text,
        Title: text,
        Url: text,
      }),
      GCM: pushWords,
    },
    ['TemplateName'],
  ),
  EMAIL: shape(
    {
      ...templateHead,
      TemplateType: fc.constant('EMAIL'),
      RecommenderId: fc.constant('r'),
      Headers: fc.constant([{ Name: 'List-Unsubscribe', Value: '<https://example.com>' }]),
      HtmlPart: text,
      Subject: text,
      TextPart: text,
    },
    ['TemplateName'],
  ),
  SMS: shape({ ...templateHead, TemplateType: fc.constant('SMS'), RecommenderId: fc.constant('r'), Body: text }, [
    'TemplateName',
  ]),
} as const;
