import type { QuickSightClient } from '@aws-sdk/client-quicksight';
import type { Dashboards, EmbedProblem } from '../../app/insight/index.ts';
import { SERVICE_CLIENT_SETTINGS } from '../aws/client-settings.ts';

/** Where the dashboard is, and for whom. */
export interface DashboardPlace {
  readonly dashboardId: string;
  /** `arn:aws:quicksight:REGION:ACCOUNT:user/default/{sub}`, where `{sub}` stands for an id of the user pool. */
  readonly userArn: string;
  /** How long a session lasts, 15 to 600. */
  readonly minutes: number;
  /** Pages that it may be embedded in; none: those that the account allows in QuickSight. */
  readonly domains: readonly string[];
}

/** What is expected of QuickSight's errors; every other is a failure. */
const PROBLEMS: Readonly<Record<string, EmbedProblem>> = {
  QuickSightUserNotFoundException: 'USER_UNKNOWN',
  ResourceNotFoundException: 'DASHBOARD_UNKNOWN',
  AccessDeniedException: 'NOT_ALLOWED',
  UnsupportedUserEditionException: 'NOT_SUBSCRIBED',
  UnsupportedPricingPlanException: 'NOT_SUBSCRIBED',
  ThrottlingException: 'THROTTLED',
};

const PERSON = '{sub}';

/**
 * Makes addresses of a dashboard of QuickSight. The client is made when somebody first asks: its module is most of a
 * megabyte, which reports need not wait for.
 */
export function createDashboards(place: DashboardPlace, given?: QuickSightClient): Dashboards {
  const { dashboardId, userArn, minutes, domains } = place;
  const account = userArn.split(':')[4] ?? '';
  let client = given;
  const arnOf = (userId: string): string => userArn.replace(PERSON, userId);
  return {
    sessionMinutes: minutes,
    nameOf: (userId) => arnOf(userId).replace(/^[^/]*\/[^/]*\//, ''),
    async embed(userId) {
      const quickSight = await import('@aws-sdk/client-quicksight');
      client ??= new quickSight.QuickSightClient(SERVICE_CLIENT_SETTINGS);
      try {
        const { EmbedUrl: url } = await client.send(
          new quickSight.GenerateEmbedUrlForRegisteredUserCommand({
            AwsAccountId: account,
            UserArn: arnOf(userId),
            SessionLifetimeInMinutes: minutes,
            ExperienceConfiguration: { Dashboard: { InitialDashboardId: dashboardId } },
            ...(domains.length === 0 ? {} : { AllowedDomains: [...domains] }),
          }),
        );
        if (url === undefined) throw new Error('QuickSight made an address and did not say it.');
        return { url };
      } catch (error) {
        const name = error instanceof Error ? error.name : '';
        const problem = Object.hasOwn(PROBLEMS, name) ? PROBLEMS[name] : undefined;
        if (problem === undefined) throw error;
        return { problem };
      }
    },
  };
}
