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
export function createPeople(now: number): People {
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
  const customerOf = (index: number, id: string, texts: string, start: number): Customer => {
    return {
      id,
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
  return (indexes, ids) => {
    const customers: Customer[] = [];
    for (let from = 0; from < indexes.length; from += AT_ONCE) {
      const texts = textsOf(indexes, from);
      const end = Math.min(indexes.length, from + AT_ONCE);
      for (let place = from; place < end; place += 1) {
        const start = (place - from) * OWN.length;
        const id = ids?.[place] ?? texts.slice(start, start + ID_LENGTH);
        customers.push(customerOf(indexes[place] ?? 0, id, texts, start));
      }
    }
    return customers;
  };
}

/** Makes the customers of some numbers; `ids`: theirs, where somebody has them already. */
type People = (indexes: readonly number[], ids?: readonly string[]) => Customer[];

const DIGITS = 12;
const ID_PREFIX = '0b0e9a5e-9f3c-4d7a-8c11-';
const ID_LENGTH = ID_PREFIX.length + DIGITS;
/** What no two customers share: id, endpoint id and address, one after another; each ends with the number. */
const OWN = [ID_PREFIX, '7c9e6679-7425-40de-944b-', TOKEN].map((text) => text + '0'.repeat(DIGITS)).join('');
/** Where each ends, in words of four bytes. */
const WORD = 4;
const ENDS = [ID_LENGTH / WORD, (2 * ID_LENGTH) / WORD, OWN.length / WORD];
/**
 * Customers whose texts are made as one: 85 KB. Of more than 128 KB V8 makes a large object, for which the system maps
 * pages anew each time, and all that is the bench's own.
 */
const AT_ONCE = 400;
const words = new Uint32Array((OWN.length / WORD) * AT_ONCE);
const bytes = Buffer.from(words.buffer);
bytes.write(OWN.repeat(AT_ONCE));

/** The four digits of each number of 16 bits. The bench makes customers in place of a store: it must cost little. */
const FOUR_DIGITS = new Uint32Array(0x1_0000);
const digits = Buffer.from(FOUR_DIGITS.buffer);
for (let value = 0; value < FOUR_DIGITS.length; value += 1) {
  digits.write(value.toString(16).padStart(WORD, '0'), value * WORD);
}

/** All that some of these customers share with nobody as one text: a store's client makes texts out of bytes, too. */
function textsOf(indexes: readonly number[], from: number): string {
  const each = OWN.length / WORD;
  const count = Math.min(AT_ONCE, indexes.length - from);
  for (let place = 0; place < count; place += 1) {
    const index = indexes[from + place] ?? 0;
    const high = FOUR_DIGITS[index >>> 16] ?? 0;
    const low = FOUR_DIGITS[index & 0xffff] ?? 0;
    for (const end of ENDS) {
      words[place * each + end - 2] = high;
      words[place * each + end - 1] = low;
    }
  }
  return bytes.toString('latin1', 0, count * OWN.length);
}

const ZERO = 48;
const NINE = 57;
const TEN = 'a'.charCodeAt(0) - 10;

/** The number that an id ends with. */
function indexOf(id: string): number {
  let index = 0;
  for (let at = ID_LENGTH - 2 * WORD; at < ID_LENGTH; at += 1) {
    const code = id.charCodeAt(at);
    index = index * 16 + code - (code > NINE ? TEN : ZERO);
  }
  return index;
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
    // Under the texts that they are asked by: looked up by others, each would be hashed and compared once more.
    getMany: async (ids) => {
      const found = new Map<string, Customer>();
      const customers = customersOf(ids.map(indexOf), ids);
      for (let place = 0; place < ids.length; place += 1) {
        const customer = customers[place];
        if (customer !== undefined) found.set(customer.id, customer);
      }
      return found;
    },
    estimateCount: async () => blocks * BLOCK,
  };
}
