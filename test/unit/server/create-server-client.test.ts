import { describe, expect, it, vi } from 'vitest';
import { BonghwaError, createServerClient } from '../../../src/server/index.ts';

const url = 'https://api.example/graphql';
const auth = {
  kind: 'TOKEN',
  clientId: 'shop',
  keyId: 'key-1',
  key: { secret: 'a secret of some length, as HS256 has' },
} as const;

async function refusalOf(call: Promise<unknown>): Promise<BonghwaError> {
  const error: unknown = await call.catch((thrown: unknown) => thrown);
  if (!(error instanceof BonghwaError)) return expect.fail(`It is no BonghwaError: ${String(error)}`);
  return error;
}

describe('the client of a server', () => {
  it('takes the page of a proxy, and the answer of another version, for no answer of this API', async () => {
    const answers = [new Response('<h1>Back soon</h1>'), Response.json({ data: { issueAppToken: { token: 7 } } })];
    vi.stubGlobal('fetch', async () => answers.shift());
    const client = await createServerClient({ url, auth, maxTries: 1 });
    const page = await refusalOf(client.issueAppToken({ customerId: 'c1' }));
    expect(page).toMatchObject({ code: 'UNREADABLE_ANSWER', mayRepeat: true });
    const other = await refusalOf(client.issueAppToken({ customerId: 'c1' }));
    expect(other).toMatchObject({ code: 'UNREADABLE_ANSWER', mayRepeat: false });
    vi.unstubAllGlobals();
  });

  it.each([
    ['that is no PEM', 'xx'],
    ['that was cut', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----'],
    ['that is empty', ''],
  ])('says of a private key %s where it is and what it has to be, and not what is in it', async (_, privateKey) => {
    const options = { url, auth: { kind: 'TOKEN', clientId: 'shop', keyId: 'key-1', key: { privateKey } } } as const;
    const error = await refusalOf(createServerClient(options));
    expect(error).toMatchObject({ code: 'NOT_SIGNED', mayRepeat: false });
    expect(error.message).toMatch(/^auth\.key\.privateKey cannot be read: .*PKCS #8/);
    expect(error.message).not.toContain('AAAA');
  });

  it('says of credentials that cannot be had that the request was not signed, and asks nobody', async () => {
    const fetch = vi.fn();
    vi.stubGlobal('fetch', fetch);
    const credentials = () => Promise.reject(new Error('The SSO session has expired.'));
    const client = await createServerClient({
      url,
      auth: { kind: 'SIGV4', region: 'ap-northeast-2', credentials },
      maxTries: 1,
    });
    const error = await refusalOf(client.readJob('job'));
    expect(error).toMatchObject({ code: 'NOT_SIGNED' });
    expect(error.message).toContain('The SSO session has expired.');
    expect(fetch).not.toHaveBeenCalled();
    vi.unstubAllGlobals();
  });
});
