import { describe, expect, it } from 'vitest';
import { askWhileAway } from '../../../src/client/ask-while-away.ts';

const AWAY = { data: null, errors: [{ code: 'NETWORK', message: 'no answer came' }] };
const REFUSED = { data: null, errors: [{ code: 'INVALID_SEGMENT', message: 'no' }] };
const ANSWERED = { data: 7, errors: [] };
type Told = typeof AWAY | typeof REFUSED | typeof ANSWERED;

function world(answers: readonly Told[]) {
  const told: Told[] = [];
  const waits: number[] = [];
  let asked = 0;
  let due: (() => void) | undefined;
  const end = askWhileAway<number>(
    async () => {
      asked += 1;
      return answers[asked - 1] ?? ANSWERED;
    },
    (answer) => void told.push(answer as Told),
    {
      after: (milliseconds, then) => {
        waits.push(milliseconds);
        due = then;
        return () => (due = undefined);
      },
    },
  );
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  const pass = async (): Promise<void> => {
    await settle();
    const then = due;
    due = undefined;
    then?.();
    await settle();
  };
  return { told, waits, end, pass, settle, asked: () => asked };
}

describe('what is asked for while the network is away', () => {
  it('is asked for again, later each time, until there is an answer', async () => {
    const { told, waits, pass } = world([AWAY, AWAY, ANSWERED]);
    for (let time = 0; time < 4; time += 1) await pass();
    expect(told).toEqual([AWAY, AWAY, ANSWERED]);
    expect(waits).toHaveLength(2);
    expect(waits[1]).toBeGreaterThan(waits[0] ?? 0);
  });

  it('is left alone when it was refused', async () => {
    const { told, waits, pass } = world([REFUSED]);
    await pass();
    expect(told).toEqual([REFUSED]);
    expect(waits).toEqual([]);
  });

  it('is told and asked for no more once nobody wants it', async () => {
    const { told, pass, settle, end, asked } = world([AWAY, ANSWERED]);
    await settle();
    end();
    for (let time = 0; time < 3; time += 1) await pass();
    expect(told).toEqual([AWAY]);
    expect(asked()).toBe(1);
    const early = world([ANSWERED]);
    early.end();
    await early.settle();
    expect(early.told).toEqual([]);
  });
});
