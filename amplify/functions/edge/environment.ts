import * as z from 'zod';

const VARIABLES = {
  TEMPLATE_TABLE: z.string().min(1),
  TEMPLATE_VERSION_TABLE: z.string().min(1),
  SEGMENT_TABLE: z.string().min(1),
  SEGMENT_VERSION_TABLE: z.string().min(1),
  CAMPAIGN_TABLE: z.string().min(1),
  SEND_JOB_TABLE: z.string().min(1),
  CUSTOMER_TABLE: z.string().min(1),
  DELIVERY_TABLE: z.string().min(1),
  ACCESS_TABLE: z.string().min(1),
  AUDIT_TABLE: z.string().min(1),
  EVENT_TABLE: z.string().min(1),
  EVENT_DEFINITION_TABLE: z.string().min(1),
  LAKE_STREAM_EVENTS: z.string().min(1),
  LAKE_STREAM_CONSENTS: z.string().min(1),
  LAKE_WORKGROUP: z.string().min(1),
  LAKE_BUCKET: z.string().min(1),
  LAKE_DATABASE: z.string().min(1),
  LAKE_STREAM_DELIVERIES: z.string().min(1),
  LAKE_STREAM_REACH: z.string().min(1),
  API_MASTER_SECRET_PARAMETER: z.string().min(1),
  SHARD_QUEUE_URL: z.url(),
  DIRECT_QUEUE_URL: z.url(),
  RECEIPT_QUEUE_URL: z.url(),
  GRAPHQL_URL: z.url(),
  PINPOINT_APP_ID: z.string().min(1),
  EMAIL_FROM: z.string().min(3),
  EMAIL_CONFIGURATION_SET: z.string().min(1),
  DEAD_LETTER_QUEUE_URL: z.url(),
};

type Variable = keyof typeof VARIABLES;

/** Reads the environment variables a function needs; a missing one stops it at start, by name. */
export function readEnvironment<Name extends Variable>(...names: readonly Name[]): Readonly<Record<Name, string>> {
  const read: Partial<Record<Variable, string>> = {};
  for (const name of names) {
    const parsed = VARIABLES[name].safeParse(process.env[name]);
    if (!parsed.success) throw new Error(`Environment variable ${name} is missing or malformed. backend.ts sets it.`);
    read[name] = parsed.data;
  }
  if (!hasAll(read, names)) throw new Error('Unreachable: every name was read.');
  return read;
}

/** Reads a variable that a deployment may leave out. */
export function readOptional(name: string): string | undefined {
  const value = process.env[name];
  return value === undefined || value === '' ? undefined : value;
}

function hasAll<Name extends Variable>(
  read: Partial<Record<Variable, string>>,
  names: readonly Name[],
): read is Record<Name, string> {
  return names.every((name) => read[name] !== undefined);
}
