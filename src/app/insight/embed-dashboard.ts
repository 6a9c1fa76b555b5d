import { refuse, type Refused } from '../../domain/result.ts';
import type { Clock } from '../ports.ts';

/** Why there is no address of the dashboard. */
export type EmbedProblem = 'USER_UNKNOWN' | 'DASHBOARD_UNKNOWN' | 'NOT_ALLOWED' | 'NOT_SUBSCRIBED' | 'THROTTLED';

/** Makes addresses of the one dashboard, each for one person. */
export interface Dashboards {
  /** How long somebody may look, from when the address is opened. */
  readonly sessionMinutes: number;
  /** How somebody is called there, by their id in the user pool. */
  nameOf(userId: string): string;
  embed(userId: string): Promise<{ readonly url: string } | { readonly problem: EmbedProblem }>;
}

/** Why the dashboard is not shown. */
export type DashboardErrorCode =
  | 'DASHBOARD_NOT_SET_UP'
  | 'DASHBOARD_USER_UNKNOWN'
  | 'DASHBOARD_NOT_FOUND'
  | 'DASHBOARD_NOT_ALLOWED'
  | 'DASHBOARD_NOT_SUBSCRIBED'
  | 'DASHBOARD_THROTTLED';

/** An address that opens the dashboard once, until `expiresAt`: milliseconds since the epoch. */
export type EmbeddedDashboard = {
  readonly ok: true;
  readonly url: string;
  readonly expiresAt: number;
  readonly sessionMinutes: number;
};

/** https://docs.aws.amazon.com/quicksight/latest/APIReference/API_GenerateEmbedUrlForRegisteredUser.html */
const GOOD_FOR_MS = 5 * 60_000;

const MEANWHILE =
  'The built-in reports show the same numbers: activityReport, costReport, returnedReport and reachReport.';

/** Makes an address of the dashboard for whoever is signed in; `dashboards` is null where none was set up. */
export async function embedDashboard(
  { dashboards, clock }: { readonly dashboards: Dashboards | null; readonly clock: Pick<Clock, 'now'> },
  userId: string,
): Promise<EmbeddedDashboard | Refused<DashboardErrorCode>> {
  if (dashboards === null) {
    return refuse(
      'DASHBOARD_NOT_SET_UP',
      `There is no QuickSight dashboard here: it comes with BONGHWA_DASHBOARD_GROUP and a subscription. ${MEANWHILE}`,
    );
  }
  const asked = clock.now();
  const made = await dashboards.embed(userId);
  if ('problem' in made) return refusal(made.problem, dashboards.nameOf(userId));
  return { ok: true, url: made.url, expiresAt: asked + GOOD_FOR_MS, sessionMinutes: dashboards.sessionMinutes };
}

function refusal(problem: EmbedProblem, name: string): Refused<DashboardErrorCode> {
  switch (problem) {
    case 'USER_UNKNOWN':
      return refuse(
        'DASHBOARD_USER_UNKNOWN',
        `QuickSight knows nobody called ${name}. An admin of the AWS account registers you there as a reader by this very name, and adds you to the group of the dashboard (docs/reports.md). ${MEANWHILE}`,
      );
    case 'DASHBOARD_UNKNOWN':
      return refuse(
        'DASHBOARD_NOT_FOUND',
        `QuickSight does not show the dashboard to ${name}: it was deleted, or you are not in its group. An admin of the AWS account adds you, or deploys again. ${MEANWHILE}`,
      );
    case 'NOT_ALLOWED':
      return refuse(
        'DASHBOARD_NOT_ALLOWED',
        `QuickSight does not let the backend make an address for ${name}. An operator checks that the account has QuickSight and allows the domains of BONGHWA_DASHBOARD_DOMAINS. ${MEANWHILE}`,
      );
    case 'NOT_SUBSCRIBED':
      return refuse(
        'DASHBOARD_NOT_SUBSCRIBED',
        `The subscription of the AWS account does not include embedding for ${name}: it must be QuickSight Enterprise. ${MEANWHILE}`,
      );
    case 'THROTTLED':
      return refuse('DASHBOARD_THROTTLED', 'QuickSight is asked too often at the moment. Try again in a minute.');
  }
}
