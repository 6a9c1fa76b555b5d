/**
 * Registers the API client `example` in a running backend as its administrator, and gives it two keys: an Ed25519 key
 * for send.ts, events.ts and send.sh, an HS256 key for send.py. Run it once: npx tsx examples/server/register.ts
 */
import { exportJWK, exportPKCS8, generateKeyPair } from 'jose';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import * as z from 'zod';
import { openSession } from '../../src/cli/graphql-session.ts';

const EMAIL = process.env['BONGHWA_ADMIN_EMAIL'] ?? 'admin@example.com';
const PASSWORD = process.env['BONGHWA_ADMIN_PASSWORD'] ?? 'Bonghwa-1234';
const OUTPUTS = process.env['BONGHWA_OUTPUTS'] ?? 'amplify_outputs.json';
const FOLDER = process.env['BONGHWA_CLIENT_FOLDER'] ?? '.bonghwa/example-client';

const outputs: unknown = JSON.parse(await readFile(OUTPUTS, 'utf8'));
const { url } = z.object({ data: z.object({ url: z.string() }) }).parse(outputs).data;
const session = await openSession(outputs, EMAIL, PASSWORD);

await session.call(
  `mutation {
    saveApiClient(
      clientId: "example", name: "An example server", isActive: true, cidrs: ["127.0.0.0/8", "::1/128"],
      operations: [SEND_MESSAGES, LAUNCH_CAMPAIGN, RECORD_EVENTS], templateIds: ["*"], mayInline: true,
      messagesPerDay: 10000, recipientsPerMinute: 1000
    ) { clientId keys { keyId } }
  }`,
  {},
  z.object({ clientId: z.string() }),
);

const REMOVE_KEY = `mutation Remove($keyId: ID!) { removeApiKey(clientId: "example", keyId: $keyId) { clientId } }`;
const ADD_KEY = `mutation Add($keyId: ID!, $algorithm: KeyAlgorithm!, $publicKey: String) {
  addApiKey(clientId: "example", keyId: $keyId, algorithm: $algorithm, publicKey: $publicKey) { secret }
}`;
const added = z.object({ secret: z.string().nullable() });

for (const keyId of ['ed25519', 'hs256']) {
  // Of an earlier run; the first time there is none.
  await session.call(REMOVE_KEY, { keyId }, z.unknown()).catch(() => null);
}
const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
const { x } = await exportJWK(publicKey);
await session.call(ADD_KEY, { keyId: 'ed25519', algorithm: 'EdDSA', publicKey: x }, added);
const { secret } = await session.call(ADD_KEY, { keyId: 'hs256', algorithm: 'HS256' }, added);
await session.close();

await mkdir(FOLDER, { recursive: true });
await chmod(FOLDER, 0o700);
await writeFile(`${FOLDER}/ed25519.pem`, await exportPKCS8(privateKey), { mode: 0o600 });
await writeFile(`${FOLDER}/hs256.secret`, secret ?? '', { mode: 0o600 });
await writeFile(`${FOLDER}/url`, url.replace(/^HTTP:/, 'http:'));
console.log(`The client "example" is registered; its keys are in ${FOLDER}.`);
