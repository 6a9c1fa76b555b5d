import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Dashboard } from '../../assembly/resources.ts';
import { errorResponse, jsonObject, jsonResponse, notSupportedOffline } from '../aws-response.ts';
import type { AwsRequest, AwsResponse, AwsService } from '../contract.ts';
import { loadServiceModel, validateShape } from '../validate-shape.ts';
import type { EmbedUrls } from './embed-urls.ts';
import { readUserArn } from './registered-user.ts';

export interface QuickSightOptions {
  readonly dashboards: readonly Dashboard[];
  readonly urls: EmbedUrls;
  readonly accountId: string;
}

export interface QuickSight extends AwsService {
  /** Who is registered, by their names there; null: whoever is named. */
  setUsers(names: readonly string[] | null): void;
}

const OPERATION = 'GenerateEmbedUrlForRegisteredUser';
const PATH = /^\/accounts\/([^/]+)\/embed-url\/registered-user$/;
/** "You can list up to three domains or subdomains in each API call." */
const MAX_DOMAINS = 3;
const DEFAULT_MINUTES = 600;

const input = z.object({
  UserArn: z.string(),
  SessionLifetimeInMinutes: z.number().default(DEFAULT_MINUTES),
  AllowedDomains: z.array(z.string()).default([]),
  ExperienceConfiguration: z.looseObject({
    Dashboard: z.looseObject({ InitialDashboardId: z.string() }).optional(),
  }),
});

/**
 * Amazon QuickSight: GenerateEmbedUrlForRegisteredUser for the dashboards of the backend. The address leads to a page of the
 * sandbox that stands in for the dashboard. Groups do not exist here: every user may see every dashboard.
 */
export function createQuickSight({ dashboards, urls, accountId }: QuickSightOptions): QuickSight {
  const model = loadServiceModel('quicksight');
  let users: readonly string[] | null = null;

  function embed(request: AwsRequest, account: string): AwsResponse {
    const body = jsonObject(request.body);
    if (body === undefined) return invalid('The request body is not a JSON object.');
    const [problem] = validateShape(model, OPERATION, body);
    if (problem?.path === 'SessionLifetimeInMinutes')
      return refused(400, 'SessionLifetimeInMinutesInvalidException', `${problem.path} ${problem.message}.`);
    if (problem !== undefined) return invalid(`${problem.path} ${problem.message}.`);
    const parsed = input.parse(body);
    const user = readUserArn(parsed.UserArn);
    if (user === undefined) return invalid('UserArn is not the ARN of a QuickSight user.');
    if (account !== accountId || user.accountId !== account)
      return refused(401, 'AccessDeniedException', `${parsed.UserArn} is not of the account ${account}.`);
    const shown = parsed.ExperienceConfiguration.Dashboard;
    if (shown === undefined) return notSupportedOffline('QuickSight', `${OPERATION} of anything but a dashboard`);
    const domains = parsed.AllowedDomains;
    const wrong = domains.find(
      (domain) => !/^(https:\/\/[\w.*:-]+|http:\/\/(localhost|127\.0\.0\.1)(:\d+)?)$/.test(domain),
    );
    if (wrong !== undefined) return invalid(`AllowedDomains: ${wrong} is no domain that may be allowed.`);
    if (domains.length > MAX_DOMAINS) return invalid(`AllowedDomains may list ${MAX_DOMAINS} domains.`);
    if (users !== null && !users.includes(user.name))
      return refused(404, 'QuickSightUserNotFoundException', `The user ${user.name} is not registered.`);
    const dashboard = dashboards.find(({ id }) => id === shown.InitialDashboardId);
    if (dashboard === undefined)
      return refused(404, 'ResourceNotFoundException', `Dashboard ${shown.InitialDashboardId} is not found.`);
    const code = urls.issue({
      dashboardId: dashboard.id,
      userName: user.name,
      sessionMinutes: parsed.SessionLifetimeInMinutes,
      allowedDomains: domains,
    });
    const url = `http://${request.headers['host'] ?? 'localhost'}/_bonghwa/dashboard/${code}`;
    return jsonResponse(200, { EmbedUrl: url, RequestId: randomUUID() }, { 'content-type': 'application/json' });
  }

  return {
    authorizationOf(request) {
      if (accountIn(request) === undefined) return undefined;
      const arn = jsonObject(request.body)?.['UserArn'];
      return { action: `quicksight:${OPERATION}`, resource: typeof arn === 'string' ? arn : '*' };
    },
    handle(request) {
      const account = accountIn(request);
      return Promise.resolve(
        account === undefined
          ? notSupportedOffline('QuickSight', `${request.method} ${request.path}`)
          : embed(request, account),
      );
    },
    setUsers(names) {
      users = names;
    },
  };
}

/** The account of a request for an address, the one operation that there is. */
function accountIn({ method, path }: AwsRequest): string | undefined {
  return method === 'POST' ? PATH.exec(path)?.[1] : undefined;
}

function refused(status: number, name: string, message: string): AwsResponse {
  return errorResponse(status, name, message, { RequestId: randomUUID() });
}

function invalid(message: string): AwsResponse {
  return refused(400, 'InvalidParameterValueException', message);
}
