/** A limit: how much of what may be saved or sent, and who says so. */
export type Limit = {
  readonly max: number;
  readonly unit: 'BYTES' | 'CHARACTERS' | 'COUNT';
  /** What is measured, as a refusal names it. */
  readonly of: string;
  /** Whose limit it follows from. */
  readonly source: string;
};

const KB = 1024;

/**
 * Every limit that follows from what stores and providers take, in one place, so that they agree: what cannot be sent
 * cannot be saved. Bytes are of UTF-8; things that are stored or sent as JSON are measured as JSON.
 */
export const LIMITS = {
  address: {
    max: 4_096,
    unit: 'CHARACTERS',
    of: 'an address',
    source: 'FCM registration tokens may have 4 KB, more than any other address',
  },
  id: {
    max: 500,
    unit: 'BYTES',
    of: 'an id',
    source: 'DynamoDB: a chunk of 100 recipients names 200 ids in one item of 400 KB, a key has at most 2,048 bytes',
  },
  endpoint: { max: 15 * KB, unit: 'BYTES', of: 'an endpoint as a line of an import', source: 'Pinpoint: 15 KB' },
  customer: {
    max: 350 * KB,
    unit: 'BYTES',
    of: 'a customer as JSON',
    source: 'DynamoDB: 400 KB for an item, with its own fields and names',
  },
  sliceLines: { max: 500, unit: 'COUNT', of: 'lines of a slice of an import', source: 'AppSync: 30 s for an answer' },
  sliceBytes: { max: 900 * KB, unit: 'BYTES', of: 'a slice of an import', source: 'AppSync: 1 MB for a request' },
  push: {
    max: 3_584,
    unit: 'BYTES',
    of: 'the words of a push message as JSON',
    source: 'APNs, FCM: 4,096 bytes for a payload, of which keys and our reference take up to 512',
  },
  collapseId: { max: 64, unit: 'BYTES', of: 'the collapse id', source: 'APNs: apns-collapse-id' },
  email: {
    max: 262_144,
    unit: 'BYTES',
    of: 'subject, HTML and text of an e-mail as JSON',
    source: 'SES v2: EmailTemplateData, in which each mail of a bulk call carries its words',
  },
  subject: { max: 998, unit: 'CHARACTERS', of: 'the subject of an e-mail', source: 'RFC 5322: a line' },
  sms: {
    max: 1_600,
    unit: 'CHARACTERS',
    of: 'the body of an SMS',
    source: 'SMS and Voice v2: TextMessageBody; SendMessages takes the same',
  },
  custom: {
    max: 5_000,
    unit: 'CHARACTERS',
    of: 'the body of a custom message',
    source: 'Pinpoint: Data of a custom channel; 50 of them and their endpoints are below the 6 MB of a Lambda event',
  },
  templateVersion: {
    max: 350 * KB,
    unit: 'BYTES',
    of: 'a template with its default substitutions as JSON',
    source: 'DynamoDB: 400 KB for an item',
  },
  definition: {
    max: 120_000,
    unit: 'BYTES',
    of: 'the definition of a segment as JSON',
    source: 'DynamoDB: a job freezes it in one item, beside those of its source segments',
  },
  definitionWithSources: {
    max: 250_000,
    unit: 'BYTES',
    of: 'a definition with those of its source segments as JSON',
    source: 'DynamoDB: a job freezes them in one item of 400 KB',
  },
  recipientsOfCall: { max: 100, unit: 'COUNT', of: 'the recipients of a call', source: 'Pinpoint: SendMessages' },
  substitutions: { max: 20, unit: 'COUNT', of: 'the substitutions of one recipient', source: 'ours' },
  substitutionText: {
    max: 2_000,
    unit: 'CHARACTERS',
    of: 'the substitutions of one recipient together',
    source: 'ours',
  },
  call: {
    max: 350 * KB,
    unit: 'BYTES',
    of: 'what a call brings along (its own words, bare addresses, substitutions) as JSON',
    source: 'DynamoDB: a job keeps it in one item of 400 KB',
  },
  event: {
    max: 16 * KB,
    unit: 'BYTES',
    of: 'an event as JSON',
    source: 'DynamoDB: 4 MB for a transaction, which takes 98 events of a customer and the customer',
  },
  jobSpec: {
    max: 390 * KB,
    unit: 'BYTES',
    of: 'what a job freezes (campaign, definitions, prices, the call) as JSON',
    source: 'DynamoDB: 400 KB for an item',
  },
} as const satisfies Record<string, Limit>;

/** A row of the table. */
export type LimitName = keyof typeof LIMITS;

const encoder = new TextEncoder();

/** The bytes of a text in UTF-8. */
export function bytesOf(text: string): number {
  return encoder.encode(text).length;
}

/** The bytes of a value as JSON. */
export function jsonBytes(value: unknown): number {
  return bytesOf(JSON.stringify(value));
}

/** No value has more bytes as JSON than this, and most have a third of it: it is known without looking at each letter. */
export function jsonBytesAtMost(value: unknown): number {
  return JSON.stringify(value).length * MAX_BYTES_PER_UNIT;
}

/** Whether a value has more bytes as JSON; most are so short that no byte has to be counted. */
export function isLongerJson(value: unknown, max: number): boolean {
  const text = JSON.stringify(value);
  return text.length * MAX_BYTES_PER_UNIT > max && bytesOf(text) > max;
}

/** UTF-8 takes no more for one unit of UTF-16. */
const MAX_BYTES_PER_UNIT = 3;

const UNIT_NAME: Readonly<Record<Limit['unit'], string>> = {
  BYTES: ' bytes',
  CHARACTERS: ' characters',
  COUNT: '',
};

/** What is too large, in words for whoever has to make it smaller; null when it is within its limit. */
export function exceeds(name: LimitName, measured: number): string | null {
  const limit: Limit = LIMITS[name];
  if (measured <= limit.max) return null;
  const unit = UNIT_NAME[limit.unit];
  return `${limit.of} has ${measured}${unit}; at most ${limit.max} are allowed (${limit.source}).`;
}
