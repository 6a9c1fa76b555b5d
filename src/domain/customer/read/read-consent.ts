import { consentFromAttributes, misplacedConsent, unreadableConsent } from '../../consent/consent-from-attributes.ts';
import { hasWords } from '../../consent/wording.ts';
import {
  MAX_WORDING,
  type Consent,
  type ConsentDecision,
  type ConsentRecord,
  type Deal,
} from '../../consent/consent.ts';
import { CHANNELS } from '../channel.ts';
import type { Changes } from '../customer-change.ts';
import type { Attributes } from '../customer.ts';
import {
  FieldRefusal,
  readObject,
  readRequiredWord,
  readText,
  refuseUnknownFields,
  type Fields,
} from './read-fields.ts';
import { readTime } from './read-time.ts';

function readDeal(fields: Fields, path: string): Deal {
  refuseUnknownFields(fields, ['goods', 'at', 'source'], path);
  const at = readTime(fields, 'at', `${path}.at`);
  const goods = readText(fields, 'goods', `${path}.goods`) ?? '';
  if (at === undefined)
    throw new FieldRefusal('MISSING_FIELD', `${path}.at is missing: a purchase counts for six months.`);
  if (goods === '') throw new FieldRefusal('MISSING_FIELD', `${path}.goods is missing: it counts for the same goods.`);
  return { goods, at, source: readText(fields, 'source', `${path}.source`) ?? '' };
}

function readDecision(fields: Fields, path: string): ConsentDecision {
  refuseUnknownFields(fields, ['state', 'at', 'source', 'wording', 'noticedAt', 'confirmedAt'], path);
  const state = readRequiredWord(fields, 'state', `${path}.state`);
  if (state !== 'GRANTED' && state !== 'WITHDRAWN') {
    throw new FieldRefusal('INVALID_FIELD', `${path}.state must be GRANTED or WITHDRAWN.`);
  }
  const at = readTime(fields, 'at', `${path}.at`);
  if (at === undefined) throw new FieldRefusal('MISSING_FIELD', `${path}.at is missing: a consent is worth its date.`);
  const wording = readText(fields, 'wording', `${path}.wording`) ?? '';
  if (wording.length > MAX_WORDING) {
    throw new FieldRefusal('INVALID_FIELD', `${path}.wording has more than ${MAX_WORDING} characters.`);
  }
  if (wording !== '' && !hasWords(wording)) {
    throw new FieldRefusal('INVALID_FIELD', `${path}.wording shows nothing: write the words that were agreed to.`);
  }
  const noticedAt = readTime(fields, 'noticedAt', `${path}.noticedAt`);
  const confirmedAt = readTime(fields, 'confirmedAt', `${path}.confirmedAt`);
  return {
    state,
    at,
    source: readText(fields, 'source', `${path}.source`) ?? '',
    ...(wording === '' ? {} : { wording }),
    ...(noticedAt === undefined ? {} : { noticedAt }),
    ...(confirmedAt === undefined ? {} : { confirmedAt }),
  };
}

/** Consent as it stands in attributes; one that cannot be read refuses the row: it must not get lost. */
export function readConsentAttributes(attributes: Attributes, path: string): Consent {
  const reason = unreadableConsent(attributes);
  if (reason !== null) throw new FieldRefusal('INVALID_FIELD', `${path}.${reason}`);
  return consentFromAttributes(attributes);
}

/** Refuses attributes of an endpoint that say a consent: nobody reads one there. */
export function refuseMisplacedConsent(attributes: Changes<readonly string[]>, path: string): void {
  const reason = misplacedConsent(attributes);
  if (reason !== null) throw new FieldRefusal('INVALID_FIELD', `${path}.${reason}`);
}

function isThere(fields: Fields, name: string): boolean {
  return Object.hasOwn(fields, name) && fields[name] !== null && fields[name] !== undefined;
}

/** Consent per channel: `{ EMAIL: { ad: { state, at, source }, night: ... } }`. */
export function readConsent(fields: Fields, path: string): Consent {
  refuseUnknownFields(fields, CHANNELS, path);
  const consent: { -readonly [C in keyof Consent]: ConsentRecord } = {};
  for (const channel of CHANNELS) {
    const record = readObject(fields, channel, `${path}.${channel}`);
    refuseUnknownFields(record, ['ad', 'night', 'deal'], `${path}.${channel}`);
    const read = (kind: 'ad' | 'night'): ConsentRecord =>
      isThere(record, kind)
        ? { [kind]: readDecision(readObject(record, kind, `${path}.${channel}.${kind}`), `${path}.${channel}.${kind}`) }
        : {};
    const deal = isThere(record, 'deal')
      ? { deal: readDeal(readObject(record, 'deal', `${path}.${channel}.deal`), `${path}.${channel}.deal`) }
      : {};
    const decisions = { ...read('ad'), ...read('night'), ...deal };
    if (Object.keys(decisions).length > 0) consent[channel] = decisions;
  }
  return consent;
}
