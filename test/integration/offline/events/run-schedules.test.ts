import { describe, expect, it } from 'vitest';
import { createClock } from '../../../../src/offline/clock.ts';
import { runSchedules } from '../../../../src/offline/events/run-schedules.ts';

const START = Date.parse('2026-11-23T00:00:00Z');

function start(expression: string, input?: unknown) {
  const clock = createClock(() => START);
  const calls: unknown[] = [];
  const schedules = runSchedules({
    schedules: [
      {
        name: 'sweep',
        expression,
        targetFunctionArn: 'arn:f',
        enabled: true,
        ...(input === undefined ? {} : { input }),
      },
    ],
    invoke: async (_arn, payload) => {
      calls.push(payload);
      return { ok: true, payload: null };
    },
    clock,
    region: 'ap-northeast-2',
    accountId: '000000000000',
    onFailure: () => undefined,
    lookEvery: 3_600_000,
  });
  return { clock, calls, schedules };
}

describe('schedules', () => {
  it('invoke with EventBridge’s event when the clock reaches them', async () => {
    const { clock, calls, schedules } = start('rate(1 minute)');
    clock.advance(59_999);
    schedules.clockMoved();
    expect(calls).toEqual([]);
    clock.advance(1);
    schedules.clockMoved();
    await schedules.stop();
    expect(calls).toEqual([
      {
        version: '0',
        id: expect.any(String) as unknown,
        'detail-type': 'Scheduled Event',
        source: 'aws.events',
        account: '000000000000',
        time: '2026-11-23T00:01:00Z',
        region: 'ap-northeast-2',
        resources: ['arn:aws:events:ap-northeast-2:000000000000:rule/sweep'],
        detail: {},
      },
    ]);
  });

  it('invoke once, for the newest time, when the clock jumps over several', async () => {
    const { clock, calls, schedules } = start('cron(0 * * * ? *)');
    clock.advance(5.5 * 3_600_000);
    schedules.clockMoved();
    schedules.clockMoved();
    await schedules.stop();
    expect(calls).toMatchObject([{ time: '2026-11-23T05:00:00Z' }]);
  });

  it('pass their own input unchanged', async () => {
    const { clock, calls, schedules } = start('rate(5 minutes)', { task: 'sweep' });
    clock.advance(300_000);
    schedules.clockMoved();
    await schedules.stop();
    expect(calls).toEqual([{ task: 'sweep' }]);
  });
});
