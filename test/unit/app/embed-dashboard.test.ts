import { describe, expect, it } from 'vitest';
import { embedDashboard, type Dashboards, type EmbedProblem } from '../../../src/app/insight/index.ts';

const NOW = Date.parse('2026-11-28T03:00:00Z');
const clock = { now: () => NOW };

function dashboardsThat(answer: { readonly url: string } | { readonly problem: EmbedProblem }): Dashboards {
  return { sessionMinutes: 60, nameOf: (userId) => `reader/${userId}`, embed: async () => answer };
}

describe('an address of the dashboard', () => {
  it('opens for five minutes, for whoever asked', async () => {
    const asked: string[] = [];
    const dashboards: Dashboards = {
      ...dashboardsThat({ url: '' }),
      embed: async (userId) => {
        asked.push(userId);
        return { url: 'https://quicksight.example/1' };
      },
    };
    expect(await embedDashboard({ dashboards, clock }, 'sub-1')).toEqual({
      ok: true,
      url: 'https://quicksight.example/1',
      expiresAt: NOW + 300_000,
      sessionMinutes: 60,
    });
    expect(asked).toEqual(['sub-1']);
  });

  it('is not there where none was set up, and the refusal says where the same numbers are', async () => {
    const refused = await embedDashboard({ dashboards: null, clock }, 'sub-1');
    expect(refused).toMatchObject({ ok: false, error: { code: 'DASHBOARD_NOT_SET_UP' } });
    expect(JSON.stringify(refused)).toMatch(/BONGHWA_DASHBOARD_GROUP.*same numbers.*activityReport/);
  });

  it.each([
    ['USER_UNKNOWN', 'DASHBOARD_USER_UNKNOWN', /registers you there.*by this very name/],
    ['DASHBOARD_UNKNOWN', 'DASHBOARD_NOT_FOUND', /not in its group/],
    ['NOT_ALLOWED', 'DASHBOARD_NOT_ALLOWED', /BONGHWA_DASHBOARD_DOMAINS/],
    ['NOT_SUBSCRIBED', 'DASHBOARD_NOT_SUBSCRIBED', /Enterprise/],
  ] as const)('%s is %s, with whom it concerns and what to do', async (problem, code, words) => {
    const refused = await embedDashboard({ dashboards: dashboardsThat({ problem }), clock }, 'sub-1');
    expect(refused).toMatchObject({ ok: false, error: { code } });
    const message = refused.ok ? '' : refused.error.message;
    expect(message).toMatch(words);
    expect(message).toContain('reader/sub-1');
    expect(message).toContain('The built-in reports show the same numbers');
  });

  it('may be asked for again after a while when QuickSight is asked too often', async () => {
    const refused = await embedDashboard({ dashboards: dashboardsThat({ problem: 'THROTTLED' }), clock }, 'sub-1');
    expect(refused).toMatchObject({ ok: false, error: { code: 'DASHBOARD_THROTTLED' } });
  });
});
