/** Records what a customer did, from Node. Run `register.ts` first, then: npx tsx examples/server/events.ts CUSTOMER */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { BonghwaError, createServerClient } from '../../src/server/index.ts';

const FOLDER = process.env['BONGHWA_CLIENT_FOLDER'] ?? '.bonghwa/example-client';
const [customerId = 'example-customer'] = process.argv.slice(2);

const client = await createServerClient({
  url: await readFile(`${FOLDER}/url`, 'utf8'),
  auth: {
    kind: 'TOKEN',
    clientId: 'example',
    keyId: 'ed25519',
    key: { privateKey: await readFile(`${FOLDER}/ed25519.pem`, 'utf8') },
  },
});

try {
  const outcomes = await client.recordEvents([
    {
      // Kept with the order: a second try of it, today or tomorrow, is the same event.
      eventId: randomUUID(),
      customerId,
      name: 'order_paid',
      occurredAt: new Date(),
      attributes: { category: '식품', store: '강남' },
      metrics: { amountKrw: 39_000, items: 3 },
    },
  ]);
  console.log(JSON.stringify(outcomes));
} catch (error) {
  if (!(error instanceof BonghwaError)) throw error;
  console.error(`${error.code}: ${error.message}`);
  process.exitCode = 1;
}
