import type { SignInOptions } from './sign-in.ts';

/** The options of every command that signs in to a running backend, as `parseArgs` takes them. */
export const SIGN_IN_WORDS = {
  outputs: { type: 'string', default: 'amplify_outputs.json' },
  email: { type: 'string' },
  password: { type: 'string' },
} as const;

/** What was said with them. */
export function parseSignIn({
  outputs,
  email,
  password,
}: {
  readonly outputs: string;
  readonly email?: string | undefined;
  readonly password?: string | undefined;
}): SignInOptions {
  return {
    outputs,
    ...(email === undefined ? {} : { email }),
    ...(password === undefined ? {} : { password }),
  };
}
