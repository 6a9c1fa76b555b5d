import { fetchAuthSession } from 'aws-amplify/auth';

/** Who is signed in, and what their groups let them do; the API decides all the same. */
export interface Person {
  /** As what they made and changed names them. */
  readonly id: string;
  readonly email: string;
  /** Admins and marketers change and send; viewers look. */
  readonly mayWrite: boolean;
  readonly isAdmin: boolean;
}

/** The person whose tokens this browser holds; null when nobody is signed in. */
export async function whoIsSignedIn(): Promise<Person | null> {
  const { tokens } = await fetchAuthSession();
  if (tokens === undefined) return null;
  const claimed = tokens.accessToken.payload['cognito:groups'];
  const groups = Array.isArray(claimed) ? claimed : [];
  const email = tokens.idToken?.payload['email'];
  const { sub } = tokens.accessToken.payload;
  return {
    id: sub ?? '',
    email: typeof email === 'string' ? email : '',
    mayWrite: groups.includes('admin') || groups.includes('marketer'),
    isAdmin: groups.includes('admin'),
  };
}
