import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

/** Of the rows of a generated export, what an import must come to. */
export interface Expected {
  readonly accepted: number;
  readonly rejected: number;
  readonly customersCreated: number;
}

/** One row in ten thousand is damaged. */
const DAMAGED_EVERY = 10_000;

/** Six customers for ten endpoints. */
const CUSTOMERS_SHARE = 0.6;

/** Endpoints of one user lie far apart, as they do in an export. */
function userOf(row: number, customers: number): number {
  return (row * 7_919) % customers;
}

function lineOf(row: number, customers: number): string {
  const user = userOf(row, customers);
  const isEmail = row % 3 === 0;
  return JSON.stringify({
    Id: `endpoint-${row}`,
    ChannelType: isEmail ? 'EMAIL' : 'GCM',
    Address: isEmail ? `user-${user}-${row}@example.com` : `token-${row}-${'x'.repeat(120)}`,
    EndpointStatus: 'ACTIVE',
    OptOut: row % 17 === 0 ? 'ALL' : 'NONE',
    EffectiveDate: new Date(1_780_000_000_000 + row * 1_000).toISOString(),
    Demographic: { Platform: isEmail ? 'web' : 'Android', AppVersion: `3.${row % 9}`, Timezone: 'Asia/Seoul' },
    Location: { City: row % 2 === 0 ? '서울' : '부산', Country: 'KR' },
    Metrics: { Purchases: row % 40 },
    User: {
      UserId: `user-${user}`,
      UserAttributes: { GivenName: ['서연'], 'AdConsent.PUSH': ['2026-01-01T00:00:00Z', 'app-signup'] },
    },
  });
}

/** Writes an export of `rows` endpoints as gzip, and says what is in it. */
export async function writeAudience(file: string, rows: number): Promise<Expected> {
  const customers = Math.ceil(rows * CUSTOMERS_SHARE);
  const gzip = createGzip({ level: 1 });
  const written = finished(gzip.pipe(createWriteStream(file)));
  const seen = new Uint8Array(customers);
  let rejected = 0;
  for (let from = 0; from < rows; from += 1_000) {
    const lines: string[] = [];
    for (let row = from; row < Math.min(from + 1_000, rows); row += 1) {
      const isDamaged = row % DAMAGED_EVERY === DAMAGED_EVERY - 1;
      rejected += isDamaged ? 1 : 0;
      if (!isDamaged) seen[userOf(row, customers)] = 1;
      lines.push(isDamaged ? '{"Id":' : lineOf(row, customers));
    }
    if (!gzip.write(`${lines.join('\n')}\n`)) await once(gzip, 'drain');
  }
  gzip.end();
  await written;
  return { accepted: rows - rejected, rejected, customersCreated: seen.reduce((sum, one) => sum + one, 0) };
}
