import { Amplify } from 'aws-amplify';
import { generateClient } from 'aws-amplify/api';
import { signIn, signOut } from 'aws-amplify/auth';
import { ConsoleLogger } from 'aws-amplify/utils';
import { WebSocket } from 'ws';
import * as z from 'zod';
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
  // It warns about every endpoint that is not Amazon's, which here is the point.
  ConsoleLogger.LOG_LEVEL = 'ERROR';
  configureBonghwa(outputs);
  const signedIn = await signIn({ username: email, password });
  if (!signedIn.isSignedIn) {
    throw new RefusedError('SIGN_IN', `Sign-in as ${email} needs another step: ${signedIn.nextStep.signInStep}.`);
  }
  return {
    async call(document, variables, shape) {
      const answer = responseShape.parse(await runOperation(document, variables));
      const refusal = answer.errors?.[0];
      if (refusal !== undefined) throw new RefusedError(refusal.errorType ?? 'ERROR', refusal.message);
      return shape.parse(Object.values(answer.data ?? {})[0]);
    },
    async close() {
      // Closed already, or with another session: the client is one for the process.
      if (Amplify.getConfig().Auth === undefined) return;
      await signOut();
      Amplify.configure({});
    },
  };
}

/** The Amplify client throws the response object when it carries errors. */
async function runOperation(query: string, variables: Record<string, unknown>): Promise<unknown> {
  try {
    // Nothing is known of the answer until it is parsed; the client's own types would be derived from the text.
    const answer: unknown = await generateClient().graphql({ query, variables });
    return answer;
  } catch (failure) {
    if (typeof failure === 'object' && failure !== null && 'errors' in failure) return failure;
    throw failure;
  }
}
