import { setImmediate } from 'node:timers/promises';
import type { CustomerSource } from '../../src/app/ports.ts';
import type { Customer } from '../../src/domain/customer/index.ts';

/** Of eleven customers ten are in the segment: the base is larger than the audience, as it always is. */
const OUTSIDE_EVERY = 11;
const CHUNK = 100;
/** Customers that hold the recipients of one chunk, so that every chunk of the bench is full. */
export const BLOCK = (CHUNK / (OUTSIDE_EVERY - 1)) * OUTSIDE_EVERY;
/** About what one scan page of 1 MB holds. */
const PAGE_SIZE = 1_100;
const DAY = 86_400_000;

const CITIES = ['서울', '부산', '인천', '대구', '대전', '광주', '수원', '울산', '고양', '용인'];
const NAMES = ['민지', '서준', '하은', '도윤', '지우', '예준', '수아', '시우', '지안', '주원', '하윤', '건우', '유나'];
const TIERS = ['GOLD', 'SILVER', 'WELCOME'];
const NOTHING = {};
const TOKEN =
  'APA91bGk3vQx7Zr0Tn5LwJ2eYhUoPiAsDfGhJkLzXcVbNmQwErTyUiOpAsDfGhJkLzXcVbNm1234567890qWeRtYuIoPaSdFgHjKlZxCvBnM'.padEnd(
    140,
    'x',
  );

/**
 * Customers made from their number, so that millions need no memory; small parts that many have in common are shared.
 * Everybody in the segment agreed to advertisements by day and by night: the bench runs at any hour.
 */
export function createPeople(now: number): (indexes: readonly number[]) => Customer[] {
  const granted = { state: 'GRANTED', at: now - 90 * DAY, source: 'signup' } as const;
  const consent = { PUSH: { ad: granted, night: granted } };
  const attributes = CITIES.flatMap((city) =>
    NAMES.flatMap((name) => TIERS.map((tier) => ({ GivenName: [name], City: [city], Tier: [tier] }))),
  );
  const recent = Array.from({ length: 25 }, (_, day) => ({ lastActiveAt: now - (40 + day) * DAY }));
  const outside = { lastActiveAt: now - DAY };
  const metrics = Array.from({ length: 20 }, (_, purchases) => ({ Purchases: purchases + 2 }));
  const demographic = { platform: 'Android', appVersion: '5.2.0', timezone: 'Asia/Seoul', locale: 'ko_KR' };
  const location = { country: 'KR', region: 'KR-11' };
  const customerOf = (index: number, texts: string, start: number): Customer => {
    return {
      id: texts.slice(start, start + ID_LENGTH),
      attributes: attributes[index % attributes.length] ?? NOTHING,
      consent,
      activity: index % OUTSIDE_EVERY === OUTSIDE_EVERY - 1 ? outside : (recent[index % recent.length] ?? outside),
      endpoints: [
        {
          id: texts.slice(start + ID_LENGTH, start + 2 * ID_LENGTH),
          channelType: 'GCM',
          address: texts.slice(start + 2 * ID_LENGTH, start + OWN.length),
          status: 'ACTIVE',
          optOut: 'NONE',
          effectiveAt: now - 40 * DAY,
          attributes: NOTHING,
          metrics: metrics[index % metrics.length] ?? NOTHING,
          demographic,
          location,
        },
      ],
    };
  };
  return (indexes) => {
    const texts = textsOf(indexes);
    return indexes.map((index, place) => customerOf(index, texts, place * OWN.length));
  };
}

const DIGITS = 12;
/** Of a number below 2^28. */
const USED_DIGITS = 7;
const ID_PREFIX = '0b0e9a5e-9f3c-4d7a-8c11-';
const ID_LENGTH = ID_PREFIX.length + DIGITS;
/** What no two customers share: id, endpoint id and address, one after another; each ends with the number. */
const OWN = [ID_PREFIX, '7c9e6679-7425-40de-944b-', TOKEN].map((text) => text + '0'.repeat(DIGITS)).join('');
const ENDS = [ID_LENGTH, 2 * ID_LENGTH, OWN.length];
const HEX = Buffer.from('0123456789abcdef');
const MOST = 2_000;
const bytes = Buffer.from(OWN.repeat(MOST));

/** All that these customers share with nobody as one text: a store's client makes texts out of bytes, too. */
function textsOf(indexes: readonly number[]): string {
  if (indexes.length > MOST) throw new RangeError(`Ask for ${MOST} customers at most.`);
  for (let place = 0; place < indexes.length; place += 1) {
    for (const end of ENDS) {
      const last = place * OWN.length + end - 1;
      const index = indexes[place] ?? 0;
      for (let digit = 0; digit < USED_DIGITS; digit += 1) bytes[last - digit] = HEX[(index >>> (digit * 4)) & 15] ?? 0;
    }
  }
  return bytes.toString('latin1', 0, indexes.length * OWN.length);
}

/** How many customers make an audience of so many recipients. */
export function customersFor(recipients: number): number {
  return (recipients / CHUNK) * BLOCK;
}

/** The most recipients that so many customers can have, in whole chunks. */
export function recipientsOf(customers: number): number {
  return Math.ceil(customers / BLOCK) * CHUNK;
}

/** A customer source over made-up customers. Every slice holds whole blocks; every page waits once, as a store would. */
export function createAudience(recipients: number, now: number): CustomerSource {
  const blocks = recipients / CHUNK;
  const customersOf = createPeople(now);
  return {
    scan: async (slice, slices, cursor) => {
      await setImmediate();
      const end = Math.floor((blocks * (slice + 1)) / slices) * BLOCK;
      const from = cursor === null ? Math.floor((blocks * slice) / slices) * BLOCK : Number(cursor);
      const to = Math.min(end, from + PAGE_SIZE);
      const indexes: number[] = [];
      for (let index = from; index < to; index += 1) indexes.push(index);
      return { customers: customersOf(indexes), cursor: to < end ? String(to) : null };
    },
    getMany: async (ids) => {
      const found = new Map<string, Customer>();
      const indexes = ids.map((id) => Number.parseInt(id.slice(ID_PREFIX.length), 16));
      for (const customer of customersOf(indexes)) found.set(customer.id, customer);
      return found;
    },
    estimateCount: async () => blocks * BLOCK,
  };
}
