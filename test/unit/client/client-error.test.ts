import { describe, expect, it } from 'vitest';
import { clientErrors } from '../../../src/client/client-error.ts';

describe('errors of an operation', () => {
  it('carry the errorType of the server as their code, and its details', () => {
    const thrown = { data: null, errors: [{ errorType: 'INVALID_INPUT', message: 'no', errorInfo: [{ path: 'a' }] }] };
    expect(clientErrors(thrown)).toEqual([{ code: 'INVALID_INPUT', message: 'no', details: [{ path: 'a' }] }]);
  });

  it('tell a missing sign-in, a refusal and a broken network apart', () => {
    expect(clientErrors({ name: 'NoSignedUser', message: 'No current user' })[0]?.code).toBe('NOT_SIGNED_IN');
    expect(clientErrors({ errors: [{ message: 'Request failed with status code 401' }] })[0]?.code).toBe(
      'Unauthorized',
    );
    expect(clientErrors(new TypeError('fetch failed'))[0]?.code).toBe('NETWORK');
  });

  it('never lack a message', () => {
    expect(clientErrors(undefined)).toEqual([{ code: 'NETWORK', message: 'No answer came.' }]);
  });
});
