import { isRecord, jsonObject } from '../aws-response.ts';
import type { AwsRequest } from '../contract.ts';
import { parseMailbox } from '../../../standards/mailbox.ts';
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
  return all.map(illegalAddress).find((problem) => problem !== undefined);
}

/**
 * Why SES does not take a mailbox, which must be of ASCII: the name encoded (RFC 2047), the domain in Punycode. In its
 * words. https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
 */
export function illegalAddress(text: string): string | undefined {
  const address = bareAddress(text).trim();
  if (!/@[^@\s]+$/.test(address)) return "Missing final '@domain'";
  if (/[^ -~]/.test(address.slice(address.lastIndexOf('@')))) return 'Domain contains illegal character';
  if (/[^ -~]/.test(address)) return 'Local address contains control or non-ASCII characters';
  if (/[^ -~]/.test(text)) return 'Display name must be an encoded word (RFC 2047)';
  return parseMailbox(text) === null ? 'Illegal address' : undefined;
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
