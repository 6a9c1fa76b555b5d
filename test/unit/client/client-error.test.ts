import { Amplify } from 'aws-amplify';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { clientErrors } from '../../../src/client/client-error.ts';
import { bonghwa, configureBonghwa, watchJob } from '../../../src/client/index.ts';

describe('errors of an operation', () => {
  it('carry the errorType of the server as their code, and its details', () => {
    const thrown = { data: null, errors: [{ errorType: 'INVALID_INPUT', message: 'no', errorInfo: [{ path: 'a' }] }] };
    expect(clientErrors(thrown)).toEqual([{ code: 'INVALID_INPUT', message: 'no', details: [{ path: 'a' }] }]);
  });

  it('tell a refusal and a broken network apart', () => {
    expect(clientErrors({ errors: [{ message: 'Request failed with status code 401' }] })[0]?.code).toBe(
      'Unauthorized',
    );
    expect(clientErrors(new TypeError('fetch failed'))[0]?.code).toBe('NETWORK');
  });

  it('of a subscription are what the server said of it, and not the text that aws-amplify makes of it', () => {
    const told = (inner: object) =>
      clientErrors({ errors: [{ path: undefined, message: `Connection failed: ${JSON.stringify(inner)}` }] });
    const refused = { errorType: 'INVALID_INPUT', message: 'jobId: an id has 1 to 500 characters.' };
    expect(told({ errors: [refused] })).toEqual([{ code: refused.errorType, message: refused.message }]);
    const denied = {
      errorType: 'Unauthorized',
      message: 'Not Authorized to access onJobProgress on type Subscription',
    };
    expect(told({ errors: [denied] })).toEqual([{ code: 'Unauthorized', message: denied.message }]);
    const nobody = { errorType: 'UnauthorizedException', message: 'Valid authorization header not provided.' };
    expect(told({ errors: [nobody] })).toEqual([{ code: 'NOT_SIGNED_IN', message: 'Nobody is signed in.' }]);
    const expired = { errorType: 'UnauthorizedException', message: 'Token has expired.' };
    expect(told({ errors: [expired] })[0]?.code).toBe('Unauthorized');
    const [unsaid] = clientErrors({ errors: [{ message: 'Connection failed: UnauthorizedException' }] });
    expect(unsaid).toEqual({
      code: 'Unauthorized',
      message: 'Nobody is signed in, or whoever is signed in may not do this.',
    });
    expect(told({ errors: [] })[0]?.message).toContain('Connection failed');
    expect(clientErrors({ errors: [{ message: 'Connection failed: {no' }] })[0]?.message).toContain('{no');
  });

  it('never lack a message', () => {
    expect(clientErrors(undefined)).toEqual([{ code: 'NETWORK', message: 'No answer came.' }]);
  });
});

describe('an operation that aws-amplify does not even ask', () => {
  beforeEach(() => {
    vi.spyOn(console, 'warn').mockReturnValue();
    vi.stubGlobal('WebSocket', class {});
    // Another file in this process may have configured it.
    Amplify.configure({});
    return () => {
      vi.unstubAllGlobals();
      vi.restoreAllMocks();
    };
  });

  const codes = async () => (await bonghwa.getSendJob({ id: 'job' })).errors.map(({ code }) => code);
  /** Signed in as the provider of tokens says. */
  const configure = (getTokens: () => Promise<null>): void => {
    configureBonghwa({
      version: '1.4',
      data: { aws_region: 'ap-northeast-2', url: 'https://api.example/graphql' },
    });
    const { API } = Amplify.getConfig();
    if (API?.GraphQL === undefined) return expect.fail('Nothing is configured.');
    const userPool = { ...API, GraphQL: { ...API.GraphQL, defaultAuthMode: 'userPool' as const } };
    Amplify.configure({ API: userPool }, { Auth: { tokenProvider: { getTokens } } });
  };

  it('L5 says that this copy of it is not configured, and a watch ends with that at once', async () => {
    const { errors } = await bonghwa.getSendJob({ id: 'job' });
    expect(errors).toMatchObject([{ code: 'NOT_CONFIGURED' }]);
    expect(errors[0]?.message).toContain('npm ls aws-amplify');
    await expect(watchJob('job').done).rejects.toMatchObject({ code: 'NOT_CONFIGURED' });
  });

  it('says that nobody is signed in, also where the identity pool lets guests in', async () => {
    configure(async () => null);
    expect(await codes()).toEqual(['NOT_SIGNED_IN']);
  });

  it('U4 takes tokens that could not be renewed without a network for a network that is away', async () => {
    const away = Object.assign(new Error('A network error has occurred.'), { name: 'NetworkError' });
    configure(() => Promise.reject(away));
    expect(await codes()).toEqual(['NETWORK']);
    configure(() => Promise.reject(Object.assign(new Error('Revoked.'), { name: 'TokenRevokedException' })));
    expect(await codes()).toEqual(['NOT_SIGNED_IN']);
  });
});
