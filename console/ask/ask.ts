import { bonghwa, type Answer, type ClientError, type OperationName, type Variables } from '../../src/client/index.ts';
import { renewExpired } from '../session/renew-expired.ts';

/** An operation that the API refused, or to which no answer came. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly code: string;
  readonly details: unknown;

  constructor({ code, message, details }: ClientError) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

async function askOnce<Name extends OperationName>(
  name: Name,
  variables: Variables<Name>,
): Promise<Answer<Name> | null> {
  const { data, errors } = await bonghwa[name](variables);
  const [error] = errors;
  if (error !== undefined) throw new RefusedError(error);
  return data;
}

/** Asks or orders one thing of the API; throws a {@link RefusedError}. */
export async function ask<Name extends OperationName>(
  name: Name,
  variables: Variables<Name>,
): Promise<Answer<Name> | null> {
  try {
    return await askOnce(name, variables);
  } catch (error) {
    // What was refused for its token alone was not done: it is asked once more.
    if (error instanceof RefusedError && error.code === 'Unauthorized' && (await renewExpired()))
      return askOnce(name, variables);
    throw error;
  }
}

/** The same, of what always has an answer. */
export async function askFor<Name extends OperationName>(
  name: Name,
  variables: Variables<Name>,
): Promise<Answer<Name>> {
  const answer = await ask(name, variables);
  if (answer === null) throw new RefusedError({ code: 'NOT_FOUND', message: `${name} has no answer.` });
  return answer;
}
