import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { describeMissing } from '../../../../src/offline/sandbox/describe-missing.ts';
import { readSecrets } from '../../../../src/offline/sandbox/read-secrets.ts';
import { tellProgress } from '../../../../src/offline/sandbox/tell-progress.ts';

describe('the progress of a start', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('U14 is told of what takes longer than two seconds, and how long it took', async () => {
    const lines: string[] = [];
    const work = new Promise((resolve) => setTimeout(resolve, 13_000, 'done'));
    const told = tellProgress('synthesizing', (line) => lines.push(line.trim()), work);
    await vi.advanceTimersByTimeAsync(13_000);
    expect(await told).toBe('done');
    expect(lines).toEqual([
      'synthesizing: 2 s so far',
      'synthesizing: 7 s so far',
      'synthesizing: 12 s so far',
      'synthesizing: done in 13 s',
    ]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('U14 is not told of what is done soon, or fails', async () => {
    const lines: string[] = [];
    await tellProgress('x', (line) => lines.push(line), Promise.resolve());
    await expect(tellProgress('x', (line) => lines.push(line), Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(lines).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('the secrets of a start', () => {
  const reference = { name: 'KEY', functionName: 'f', parameterNames: ['/amplify/a/KEY', '/amplify/shared/KEY'] };
  it('S22 are given under every name that functions look for', () => {
    expect(readSecrets([reference], { KEY: 'v', OTHER: 'x' })).toEqual({
      ok: true,
      parameters: [
        { name: '/amplify/a/KEY', value: 'v' },
        { name: '/amplify/shared/KEY', value: 'v' },
      ],
    });
  });
  it.each(['KEY', 'constructor'])('S22 are asked for by name when one is missing: %s', (name) => {
    const outcome = readSecrets(
      [
        { ...reference, name },
        { ...reference, name, functionName: 'g' },
      ],
      {},
    );
    expect(outcome).toMatchObject({
      ok: false,
      error: { code: 'SECRET_MISSING', message: expect.stringContaining(`${name} (of f, g)`) as string },
    });
  });
});

describe('what is not run', () => {
  it('S17 is said by owner and source first, and then by kind', () => {
    const missing = [{ owner: 'f', problem: 'is not called by arn:aws:kinesis:x: why' }];
    expect(describeMissing({ missing, skipped: { 'AWS::SNS::Topic': 2, 'AWS::X::Y': 1 } })).toEqual([
      'Not run here: f is not called by arn:aws:kinesis:x: why.',
      'Not run here, by kind: 2 x AWS::SNS::Topic, AWS::X::Y.',
    ]);
  });
});
