import { isRecord, jsonObject } from '../aws-response.ts';
import type { AwsRequest } from '../contract.ts';
import { bareAddress } from './email-record.ts';

/** https://docs.aws.amazon.com/ses/latest/dg/quotas.html */
const MAX_RECIPIENTS = 50;

export interface Recipients {
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
}

export function recipientsOf(destination: unknown): Recipients {
  const list = (name: string): readonly string[] => {
    const value = isRecord(destination) ? destination[name] : undefined;
    return Array.isArray(value) ? value.filter((address): address is string => typeof address === 'string') : [];
  };
  return { to: list('ToAddresses'), cc: list('CcAddresses'), bcc: list('BccAddresses') };
}

export function everyone({ to, cc, bcc }: Recipients): readonly string[] {
  return [...to, ...cc, ...bcc];
}

/** What is wrong with the recipients of one message. */
export function checkRecipients(recipients: Recipients): string | undefined {
  const all = everyone(recipients);
  if (all.length === 0) return 'Destination holds no address.';
  if (all.length > MAX_RECIPIENTS) return `Recipient count exceeds ${MAX_RECIPIENTS}.`;
  return all.every((address) => /^[^\s@<>]+@[^\s@<>]+$/.test(bareAddress(address)))
    ? undefined
    : 'Destination holds an illegal address.';
}

/** Message tags by name. */
export function tagsOf(value: unknown): Record<string, string> {
  if (!Array.isArray(value)) return {};
  return Object.fromEntries(value.filter(isRecord).map((tag) => [String(tag['Name']), String(tag['Value'])]));
}

/** Message headers; later lists replace headers of the same name. */
export function headersOf(...lists: readonly unknown[]): readonly { readonly name: string; readonly value: string }[] {
  const byName = new Map(
    lists
      .flatMap((list): readonly unknown[] => (Array.isArray(list) ? list : []))
      .filter(isRecord)
      .map((header) => [String(header['Name']), String(header['Value'])]),
  );
  return [...byName].map(([name, value]) => ({ name, value }));
}

/** The identity which a request sends from. */
export function identityArn(request: AwsRequest): string {
  const body = jsonObject(request.body) ?? {};
  if (typeof body['FromEmailAddressIdentityArn'] === 'string') return body['FromEmailAddressIdentityArn'];
  const from = body['FromEmailAddress'];
  return typeof from === 'string'
    ? `arn:aws:ses:${regionOf(request)}:${request.principal?.accountId ?? ''}:identity/${bareAddress(from)}`
    : '*';
}

function regionOf(request: AwsRequest): string {
  return /Credential=[^/]+\/\d+\/([^/]+)\//.exec(request.headers['authorization'] ?? '')?.[1] ?? '*';
}
