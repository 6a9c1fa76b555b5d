import { afterEach, describe, expect, it, vi } from 'vitest';
import { readEnvironment } from '../../../amplify/functions/edge/environment.ts';

afterEach(() => vi.unstubAllEnvs());

describe("a function's environment", () => {
  it('is read by name', () => {
    vi.stubEnv('SEGMENT_TABLE', 'segments');
    expect(readEnvironment('SEGMENT_TABLE')).toEqual({ SEGMENT_TABLE: 'segments' });
  });

  it('stops the function at start when a variable is missing or malformed, by name and without its value', () => {
    vi.stubEnv('SEGMENT_TABLE', 'segments');
    vi.stubEnv('SHARD_QUEUE_URL', 'secret-nonsense');
    expect(() => readEnvironment('SEGMENT_TABLE', 'CUSTOMER_TABLE')).toThrow('CUSTOMER_TABLE is missing');
    expect(() => readEnvironment('SHARD_QUEUE_URL')).toThrow(/^(?!.*secret-nonsense).*SHARD_QUEUE_URL/);
  });
});
