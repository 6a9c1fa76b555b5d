/** Sends one push message from Node. Run `register.ts` first, then: npx tsx examples/server/send.ts ADDRESS */
import { readFile } from 'node:fs/promises';
import { BonghwaError, createServerClient } from '../../src/server/index.ts';

const FOLDER = process.env['BONGHWA_CLIENT_FOLDER'] ?? '.bonghwa/example-client';
const [address = 'example-device-token'] = process.argv.slice(2);

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
  const receipt = await client.sendMessages({
    messageClass: 'TRANSACTIONAL',
    content: { channel: 'PUSH', title: '주문', body: '주문 {{Attributes.Order}}이(가) 접수되었습니다.' },
    recipients: [{ address, channelType: 'GCM', substitutions: { Order: 'A-7' } }],
  });
  console.log(JSON.stringify(receipt));
} catch (error) {
  if (!(error instanceof BonghwaError)) throw error;
  console.error(`${error.code}: ${error.message}`);
  process.exitCode = 1;
}
