import { invalidParameter } from './errors.ts';
import type { Pool } from './pool-store.ts';

/** Which settings of a client let a flow through; the second ones are of before `ALLOW_` was put before them. */
const ALLOWED_BY: Readonly<Record<string, readonly string[]>> = {
  USER_SRP_AUTH: ['ALLOW_USER_SRP_AUTH'],
  USER_PASSWORD_AUTH: ['ALLOW_USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH'],
  ADMIN_USER_PASSWORD_AUTH: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'],
  ADMIN_NO_SRP_AUTH: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'],
};

/** Refuses a flow that the template does not allow this client, in Cognito's words. */
export function checkFlow(pool: Pool, clientId: string, flow: string): void {
  const flows = pool.definition.clients.find(({ id }) => id === clientId)?.authFlows;
  const allowedBy = ALLOWED_BY[flow];
  if (flows === undefined || allowedBy === undefined) return;
  if (flows.some((name) => allowedBy.includes(name))) return;
  const isOld = flows.some((name) => !name.startsWith('ALLOW_'));
  if (flow === 'USER_SRP_AUTH' && isOld && !flows.includes('CUSTOM_AUTH_FLOW_ONLY')) return;
  if (flow === 'USER_SRP_AUTH') throw invalidParameter('USER_SRP_AUTH is not enabled for the client.');
  if (flow === 'USER_PASSWORD_AUTH') throw invalidParameter('USER_PASSWORD_AUTH flow not enabled for this client');
  throw invalidParameter('Auth flow not enabled for this client');
}
