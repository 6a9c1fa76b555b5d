import { mergeConsent } from '../consent/consent-from-attributes.ts';
import type { Consent } from '../consent/consent.ts';
import { CHANNELS } from './channel.ts';
import type { Attributes, Customer } from './customer.ts';
import { mergeEndpoint, sameAttributes, type MergeOutcome } from './merge-endpoint.ts';
import type { ExportLine } from './parse-export-line.ts';

function sameConsent(a: Consent, b: Consent): boolean {
  return CHANNELS.every((channel) =>
    (['ad', 'night'] as const).every((kind) => {
      const left = a[channel]?.[kind];
      const right = b[channel]?.[kind];
      return left?.at === right?.at && left?.state === right?.state && left?.source === right?.source;
    }),
  );
}

/** User attributes repeat on every endpoint of a user: those of the newest endpoint win, older ones fill gaps. */
function mergeAttributes(customer: Customer, line: ExportLine): Attributes {
  const isNewest = customer.endpoints.every(({ effectiveAt }) => effectiveAt <= line.endpoint.effectiveAt);
  return isNewest
    ? { ...customer.attributes, ...line.userAttributes }
    : { ...line.userAttributes, ...customer.attributes };
}

/** Applies one export line to its customer; applying it again changes nothing. */
export function applyExportLine(customer: Customer, line: ExportLine): MergeOutcome {
  const merged = mergeEndpoint(customer, line.endpoint);
  if (!merged.ok) return merged;
  const attributes = mergeAttributes(customer, line);
  const consent = mergeConsent(customer.consent, line.consent);
  if (sameAttributes(attributes, customer.attributes) && sameConsent(consent, customer.consent)) return merged;
  return { ok: true, customer: { ...merged.customer, attributes, consent }, changed: true };
}
