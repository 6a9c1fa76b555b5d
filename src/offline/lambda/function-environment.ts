import { devNull } from 'node:os';
import type { LambdaFunction } from '../assembly/resources.ts';

/** Credentials of a role, as the sandbox issues and later verifies them. */
export interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/**
 * The environment variables a function sees: its own, and those of the Lambda runtime. Never the host's.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export function functionEnvironment(
  fn: LambdaFunction,
  surroundings: { readonly endpointUrl: string; readonly region: string; readonly credentials: RoleCredentials },
): Record<string, string> {
  const { endpointUrl, region, credentials } = surroundings;
  return {
    ...fn.environment,
    TZ: ':UTC',
    LANG: 'en_US.UTF-8',
    PATH: '/usr/local/bin:/usr/bin:/bin',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    // The SDK's own setting: the code inside is unchanged, only its calls go to the sandbox.
    AWS_ENDPOINT_URL: endpointUrl,
    // The host's ~/.aws must not reach into the sandbox.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_EXECUTION_ENV: `AWS_Lambda_${fn.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: fn.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${fn.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'offline',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    LAMBDA_TASK_ROOT: fn.codePath,
    _HANDLER: fn.handler,
  };
}
