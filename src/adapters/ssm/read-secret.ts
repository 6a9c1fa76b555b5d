import { SERVICE_CLIENT_SETTINGS } from '../aws/client-settings.ts';
import { GetParameterCommand, ParameterNotFound, SSMClient } from '@aws-sdk/client-ssm';

/** A parameter without a value. */
class SecretEmptyError extends Error {
  override readonly name = 'SecretEmptyError';
  readonly code = 'SECRET_EMPTY';
}

/** Reads a secret by the name of its parameter; throws when there is none. */
export async function readSecret(
  name: string,
  client: SSMClient = new SSMClient(SERVICE_CLIENT_SETTINGS),
): Promise<string> {
  const { Parameter } = await client.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
  if (Parameter?.Value === undefined || Parameter.Value === '')
    throw new SecretEmptyError(`Parameter ${name} is empty.`);
  return Parameter.Value;
}

/** Reads a secret that a deployment may do without; null when its parameter does not exist. */
export async function readSecretIfPresent(name: string, client?: SSMClient): Promise<string | null> {
  try {
    return await readSecret(name, client);
  } catch (error) {
    if (error instanceof ParameterNotFound) return null;
    throw error;
  }
}
