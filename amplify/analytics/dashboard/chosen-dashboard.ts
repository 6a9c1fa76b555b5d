import * as z from 'zod';

/** A minute of a session is not billed for itself, but what is left open in a browser should not stay so for ten hours. */
const DEFAULT_MINUTES = 60;

/** What QuickSight takes. */
const MIN_MINUTES = 15;
const MAX_MINUTES = 600;
const MAX_DOMAINS = 3;

const group = z.string().regex(/^[\w.@+-]+$/, 'must be the name of a QuickSight group');

const choices = z.object({
  BONGHWA_DASHBOARD_GROUP: group,
  BONGHWA_DASHBOARD_AUTHORS: group.optional(),
  BONGHWA_DASHBOARD_USER: z
    .string()
    .regex(/^[\w.@+/-]*\{sub\}$/, 'must end with {sub}, such as {sub} or a-role/{sub}')
    .default('{sub}'),
  BONGHWA_DASHBOARD_REGION: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be a region, such as ap-northeast-2')
    .optional(),
  BONGHWA_DASHBOARD_DOMAINS: z
    .string()
    .transform((text) => text.split(',').map((domain) => domain.trim()))
    .pipe(
      z
        .array(z.string().regex(/^https?:\/\/[\w.*:-]+$/, 'must be web addresses, such as https://example.com'))
        .max(MAX_DOMAINS),
    )
    .default([]),
  BONGHWA_DASHBOARD_MINUTES: z.coerce.number().int().min(MIN_MINUTES).max(MAX_MINUTES).default(DEFAULT_MINUTES),
});

/** What was chosen about the dashboard. */
export interface ChosenDashboard {
  readonly group: string;
  readonly authors?: string;
  readonly user: string;
  readonly region?: string;
  readonly domains: readonly string[];
  readonly minutes: number;
}

/**
 * Whether there is a dashboard, read when the backend is synthesized. BONGHWA_DASHBOARD_GROUP is the one setting that makes
 * it: the QuickSight group whose members see it. The others say more:
 * BONGHWA_DASHBOARD_AUTHORS: the group that may change the analysis behind it and use its data sets.
 * BONGHWA_DASHBOARD_USER: how people are called in QuickSight: `{sub}`, their id in the user pool, or `a-role/{sub}`, as those
 * are called who are registered by an IAM role.
 * BONGHWA_DASHBOARD_REGION: where the account keeps its users and groups, if not in the region of the backend.
 * BONGHWA_DASHBOARD_DOMAINS: pages that it may be embedded in, such as `https://main.example.amplifyapp.com`, by commas;
 * without them those that the account allows in QuickSight. BONGHWA_DASHBOARD_MINUTES: how long a session lasts, 15 to 600.
 */
export function chosenDashboard(): ChosenDashboard | undefined {
  const given = Object.fromEntries(
    Object.keys(choices.shape).flatMap((name) => {
      const value = process.env[name];
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
  if (given['BONGHWA_DASHBOARD_GROUP'] === undefined) return undefined;
  const parsed = choices.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new TypeError(`${String(issue?.path[0])}: ${issue?.message ?? 'not understood'}.`);
  }
  const { BONGHWA_DASHBOARD_AUTHORS: authors, BONGHWA_DASHBOARD_REGION: region } = parsed.data;
  return {
    group: parsed.data.BONGHWA_DASHBOARD_GROUP,
    user: parsed.data.BONGHWA_DASHBOARD_USER,
    domains: parsed.data.BONGHWA_DASHBOARD_DOMAINS,
    minutes: parsed.data.BONGHWA_DASHBOARD_MINUTES,
    ...(authors === undefined ? {} : { authors }),
    ...(region === undefined ? {} : { region }),
  };
}
