import * as z from 'zod';
import { createDashboards } from '../../../src/adapters/quicksight/index.ts';
import { embedDashboard, type Dashboards } from '../../../src/app/insight/index.ts';
import { field, type Field } from '../edge/answer-fields.ts';
import { readOptional } from '../edge/environment.ts';

const settings = z.object({
  dashboardId: z.string(),
  userArn: z.string(),
  minutes: z.coerce.number().int(),
  domains: z.array(z.string()),
});

/** The dashboard that this deployment has, or null. */
export function chosenDashboards(): Dashboards | null {
  const dashboardId = readOptional('DASHBOARD_ID');
  if (dashboardId === undefined) return null;
  return createDashboards(
    settings.parse({
      dashboardId,
      userArn: readOptional('DASHBOARD_USER_ARN'),
      minutes: readOptional('DASHBOARD_MINUTES'),
      domains: readOptional('DASHBOARD_DOMAINS')?.split(',') ?? [],
    }),
  );
}

export const dashboardUrlField = (deps: Parameters<typeof embedDashboard>[0]): Field =>
  field(z.object({}), async (_, caller) => {
    const embedded = await embedDashboard(deps, caller.id);
    if (!embedded.ok) return embedded;
    const { url, sessionMinutes, expiresAt } = embedded;
    return { ok: true, value: { url, sessionMinutes, expiresAt: new Date(expiresAt).toISOString() } };
  });
