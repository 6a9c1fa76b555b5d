/**
 * Writes `audience.ndjson.gz`: an invented retail audience in Pinpoint's endpoint export format, one endpoint per line.
 * Seeded, so the same command always writes the same bytes: `npx tsx examples/make-audience.ts`.
 * Nobody in it exists: addresses are in reserved domains, phone numbers in an unassigned range, tokens random.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { CITIES, FAMILY_NAMES, GIVEN_NAMES, TIERS } from './korean-names.ts';

const CUSTOMERS = 6_000;
const AS_OF = Date.parse('2026-11-24T00:00:00Z');
const DAY = 86_400_000;
/** Rows that a real export can contain after years of SDK versions and hand edits: the import must name and skip them. */
const DAMAGED_ROWS = [
  '{"Address":"broken-line","ChannelType":"GCM"',
  '{"Id":"bad-channel-1","Address":"x","ChannelType":"PIGEON","User":{"UserId":"m-bad-1"}}',
  '{"Id":"no-channel-1","Address":"x","User":{"UserId":"m-bad-2"}}',
  'Address,ChannelType,User.UserId',
  '[]',
  '{"Id":"bad-metric-1","Address":"someone@example.com","ChannelType":"EMAIL","Metrics":{"Purchases":"many"},"User":{"UserId":"m-bad-3"}}',
];

/** mulberry32: small, seeded, good enough to spread people over cities. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const random = createRandom(20261124);
const chance = (probability: number): boolean => random() < probability;
const integer = (below: number): number => Math.floor(random() * below);
const iso = (time: number): string => new Date(time).toISOString();
const TOKEN_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const token = (length: number, alphabet = TOKEN_CHARACTERS): string =>
  Array.from({ length }, () => alphabet[integer(alphabet.length)] ?? 'A').join('');

function pick<T>(items: readonly T[]): T {
  const item = items[integer(items.length)];
  if (item === undefined) throw new Error('pick from an empty list');
  return item;
}

/** Consent: most agreed at sign-up, some never, some so long ago that it must be reconfirmed. */
function consent(agreed: number): string[] | undefined {
  if (!chance(agreed)) return undefined;
  const age = chance(0.06) ? 731 + integer(300) : integer(700);
  return [iso(AS_OF - age * DAY), chance(0.7) ? 'app-signup' : 'web-signup'];
}

function makeCustomer(index: number): string[] {
  const userId = `m-${String(index + 1).padStart(7, '0')}`;
  const city = pick(CITIES);
  const idleDays = chance(0.45) ? integer(30) : 30 + integer(400);
  const lastActive = AS_OF - idleDays * DAY - integer(DAY);
  const hasPush = chance(0.88);
  const hasEmail = chance(0.62) || !hasPush;
  const hasSms = chance(0.2);
  const attributes: Record<string, string[]> = {
    FamilyName: [pick(FAMILY_NAMES)],
    GivenName: [pick(GIVEN_NAMES)],
    City: [city.name],
    Tier: [pick(TIERS)],
  };
  const consents = {
    'AdConsent.PUSH': consent(0.82),
    'AdConsent.EMAIL': consent(0.75),
    'AdConsent.SMS': consent(0.6),
    'NightConsent.PUSH': consent(0.15),
  };
  for (const [name, value] of Object.entries(consents)) if (value !== undefined) attributes[name] = value;
  const metrics = { Purchases: integer(40), LifetimeKrw: integer(300) * 10_000 };
  const lines: string[] = [];
  const addEndpoint = (channelType: string, address: string, demographic: Record<string, string>): void => {
    const id = `${userId}-${channelType.toLowerCase()}-${lines.length + 1}`;
    lines.push(
      JSON.stringify({
        Address: address,
        ApplicationId: '5d7c0f3e8b6a4c1f9e2d7a6b5c4d3e2f',
        Attributes: {
          Interests: [pick(['패션', '뷰티', '식품', '리빙', '디지털']), pick(['여행', '육아', '반려동물', '스포츠'])],
        },
        ChannelType: channelType,
        CohortId: String(integer(100)),
        CreationDate: iso(AS_OF - (420 + integer(900)) * DAY),
        Demographic: demographic,
        EffectiveDate: iso(lastActive - integer(3) * 3_600_000),
        EndpointStatus: chance(0.03) ? 'INACTIVE' : 'ACTIVE',
        Id: id,
        Location: {
          City: city.name,
          Country: 'KR',
          Region: city.region,
          Latitude: city.latitude,
          Longitude: city.longitude,
        },
        Metrics: metrics,
        OptOut: chance(0.05) ? 'ALL' : 'NONE',
        User: { UserId: userId, UserAttributes: attributes },
      }),
    );
  };
  const timezone: Record<string, string> = chance(0.9) ? { Timezone: 'Asia/Seoul' } : {};
  if (hasPush) {
    const apple = chance(0.34);
    addEndpoint(apple ? 'APNS' : 'GCM', apple ? token(64, '0123456789abcdef') : token(96), {
      AppVersion: `${6 + integer(3)}.${integer(12)}.0`,
      Locale: 'ko_KR',
      Make: apple ? 'Apple' : 'Samsung',
      Model: apple ? `iPhone ${13 + integer(5)}` : `Galaxy S${21 + integer(5)}`,
      Platform: apple ? 'iOS' : 'Android',
      ...timezone,
    });
  }
  if (hasEmail) addEndpoint('EMAIL', `${userId}@example.com`, { Locale: 'ko_KR', ...timezone });
  if (hasSms) addEndpoint('SMS', `+82100${String(1_000_000 + index).slice(-7)}`, { Locale: 'ko_KR', ...timezone });
  return lines;
}

const lines = Array.from({ length: CUSTOMERS }, (_, index) => makeCustomer(index)).flat();
DAMAGED_ROWS.forEach((row, index) => lines.splice(1_000 + index * 1_500, 0, row));
const file = join(import.meta.dirname, 'audience.ndjson.gz');
writeFileSync(file, gzipSync(`${lines.join('\n')}\n`, { level: 9 }));
console.log(`${file}: ${lines.length} rows, ${CUSTOMERS} customers, ${DAMAGED_ROWS.length} damaged rows`);
