import { describe, expect, it } from 'vitest';
import { countSegment, type SegmentCount } from '../../../src/client/count-segment.ts';
import type { OperationResult } from '../../../src/client/index.ts';

type Step = OperationResult<'estimateSegment'>;

function counted(matched: number, cursor: string | null): Step {
  const data: SegmentCount = {
    __typename: 'SegmentEstimate',
    scanned: matched,
    matched,
    isExact: cursor === null,
    estimate: matched,
    low: matched,
    high: matched,
    reach: [],
    sample: [],
    warnings: [],
    progress: cursor === null ? 1 : 0.5,
    cursor,
  };
  return { data, errors: [] };
}

function failed(code: string): Step {
  return { data: null, errors: [{ code, message: code }] };
}

/** Answers as scripted, and keeps with which cursor each step was asked for. */
function script(...steps: Step[]) {
  const cursors: unknown[] = [];
  const ask = async ({ cursor }: { cursor?: string | null }): Promise<Step> => {
    cursors.push(cursor);
    const step = steps.shift();
    if (step === undefined) throw new Error('Nobody expected another question.');
    return step;
  };
  return { ask, cursors };
}

describe('an exact count', () => {
  it('asks on with the cursor of the answer before until there is none', async () => {
    const { ask, cursors } = script(counted(1, 'a'), counted(2, 'b'), counted(3, null));
    const progress: number[] = [];
    const { data } = await countSegment(
      { segmentId: 's' },
      { ask, onProgress: ({ matched }) => progress.push(matched) },
    );
    expect(data).toMatchObject({ matched: 3, isExact: true });
    expect(cursors).toEqual([null, 'a', 'b']);
    expect(progress).toEqual([1, 2, 3]);
  });

  it('U4 asks again for a step that was lost, ever later, until the network is there or it is told to end', async () => {
    const waited: number[] = [];
    const timers = {
      after: (milliseconds: number, callback: () => void) => {
        waited.push(milliseconds);
        setImmediate(callback);
        return () => undefined;
      },
    };
    const lost = script(counted(1, 'a'), ...Array.from({ length: 9 }, () => failed('NETWORK')), counted(2, null));
    expect((await countSegment({ segmentId: 's' }, { ...lost, timers })).data).toMatchObject({ matched: 2 });
    expect(lost.cursors).toEqual([null, ...Array.from({ length: 10 }, () => 'a')]);
    expect(waited).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    const stop = new AbortController();
    const never = { ask: async () => failed('NETWORK'), timers: { after: () => () => undefined } };
    const ending = countSegment({ segmentId: 's' }, { ...never, signal: stop.signal });
    setImmediate(() => stop.abort());
    expect(await ending).toEqual({ data: null, errors: [] });
  });

  it('ends at once when it is told to while a step is lost', async () => {
    const stop = new AbortController();
    const ask = async (): Promise<Step> => {
      stop.abort();
      return failed('NETWORK');
    };
    const timers = { after: () => () => undefined };
    expect(await countSegment({ segmentId: 's' }, { ask, timers, signal: stop.signal })).toEqual({
      data: null,
      errors: [],
    });
  });

  it('leaves a server alone that fails three times', async () => {
    const { data, errors } = await countSegment(
      { segmentId: 's' },
      script(...Array.from({ length: 3 }, () => failed('INTERNAL'))),
    );
    expect([data, errors[0]?.code]).toEqual([null, 'INTERNAL']);
  });

  it('ends with a refusal at once', async () => {
    const { data, errors } = await countSegment({ segmentId: 's' }, script(counted(1, 'a'), failed('CONFLICT')));
    expect(data).toMatchObject({ matched: 1, isExact: false });
    expect(errors).toEqual([{ code: 'CONFLICT', message: 'CONFLICT' }]);
  });

  it('ends when it is told to, with what it has', async () => {
    const stop = new AbortController();
    const { ask } = script(counted(1, 'a'));
    const { data } = await countSegment(
      { segmentId: 's' },
      { ask, signal: stop.signal, onProgress: () => stop.abort() },
    );
    expect(data).toMatchObject({ matched: 1, cursor: 'a' });
  });
});
