import { Amplify } from 'aws-amplify';
import { generateClient } from 'aws-amplify/api';
import { signIn, signOut } from 'aws-amplify/auth';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { configureBonghwa } from '../client/index.ts';

/** A GraphQL answer that says no, in the server's own words. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export interface GraphqlSession {
  /** Runs one operation and parses the value of its only field. */
  call<T>(document: string, variables: Record<string, unknown>, shape: z.ZodType<T>): Promise<T>;
  close(): Promise<void>;
}

const responseShape = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.object({ message: z.string(), errorType: z.string().nullish() })).nullish(),
});

/** Signs in with the ordinary `aws-amplify` client, as any front end does. */
export async function openSession(outputs: unknown, email: string, password: string): Promise<GraphqlSession> {
  // Node 20 has no WebSocket; the client looks for a global one when it subscribes.
  if (!('WebSocket' in globalThis)) Object.assign(globalThis, { WebSocket });
  configureBonghwa(outputs);
  const signedIn = await signIn({ username: email, password });
  if (!signedIn.isSignedIn) {
    throw new RefusedError('SIGN_IN', `Sign-in as ${email} needs another step: ${signedIn.nextStep.signInStep}.`);
  }
  const client = generateClient();
  return {
    async call(document, variables, shape) {
      const answer = responseShape.parse(await runOperation(client, document, variables));
      const refusal = answer.errors?.[0];
      if (refusal !== undefined) throw new RefusedError(refusal.errorType ?? 'ERROR', refusal.message);
      return shape.parse(Object.values(answer.data ?? {})[0]);
    },
    async close() {
      await signOut();
      Amplify.configure({});
    },
  };
}

/** The Amplify client throws the response object when it carries errors. */
async function runOperation(
  client: ReturnType<typeof generateClient>,
  query: string,
  variables: Record<string, unknown>,
): Promise<unknown> {
  try {
    return await client.graphql({ query, variables });
  } catch (failure) {
    if (typeof failure === 'object' && failure !== null && 'errors' in failure) return failure;
    throw failure;
  }
}
