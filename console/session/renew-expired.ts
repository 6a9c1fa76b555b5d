import { fetchAuthSession } from 'aws-amplify/auth';
import { serverNow } from './server-clock.ts';

/**
 * Renews tokens that are over by the backend's clock; whether they were. `aws-amplify` renews those that are over by this
 * machine's, which does not see that the clock of a sandbox was moved.
 */
export async function renewExpired(): Promise<boolean> {
  const { tokens } = await fetchAuthSession();
  const endsAt = tokens?.accessToken.payload.exp;
  if (endsAt === undefined || endsAt * 1000 > (await serverNow())) return false;
  await fetchAuthSession({ forceRefresh: true });
  return true;
}
