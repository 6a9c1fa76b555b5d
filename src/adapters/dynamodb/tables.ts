import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** Physical table names. */
export type TableNames = {
  readonly template: string;
  readonly templateVersion: string;
  readonly segment: string;
  readonly segmentVersion: string;
  readonly campaign: string;
  readonly sendJob: string;
  readonly customer: string;
  readonly delivery: string;
  /** API clients, their nonces, quotas and idempotency keys. */
  readonly access: string;
  readonly audit: string;
  readonly eventDefinition: string;
  /** Events as long as their ids must be known. */
  readonly event: string;
};

/**
 * The attribute by which DynamoDB removes an item, within days after its moment: whoever must not see it until then looks
 * at `keptUntil` as well. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
 */
export function expiry(keptUntil: number | undefined): { readonly expiresAt?: number } {
  return keptUntil === undefined ? {} : { expiresAt: Math.ceil(keptUntil / 1000) };
}

/** What every adapter of this folder works with; `now` stamps rows. */
export type Database = {
  readonly client: DynamoDBClient;
  readonly now: () => number;
};

/** Milliseconds as the ISO text that Amplify's model rows hold. */
export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
