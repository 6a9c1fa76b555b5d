import { Amplify } from 'aws-amplify';
import { parseAmplifyConfig } from 'aws-amplify/utils';
import { redirectRequests } from './redirect-requests.ts';

/** The contents of an `amplify_outputs.json`. */
export type Outputs = Parameters<typeof parseAmplifyConfig>[0];

const LOCAL = /^(?:localhost|127\.0\.0\.1|\[::1\])$/;

/**
 * `Amplify.configure` for a front end that runs against a sandbox on this machine: sign-in, identities and storage go where
 * the API is. With the outputs of a deployment it does what `Amplify.configure(outputs)` does, so that a front end may call
 * it in either case. The client itself is unmodified.
 *
 * @example
 * import { configureSandbox } from 'bonghwa/front-end';
 * import outputs from '../amplify_outputs.json';
 *
 * configureSandbox(outputs);
 */
export function configureSandbox(outputs: Outputs): void {
  const config = parseAmplifyConfig(outputs);
  const endpoint = config.API?.GraphQL?.endpoint;
  const url = endpoint === undefined ? undefined : new URL(endpoint);
  if (url === undefined || !LOCAL.test(url.hostname)) {
    Amplify.configure(config);
    return;
  }
  const sandbox = url.origin;
  // No part of the outputs file: the client would ask AWS in the pool's region.
  const { Cognito: cognito } = config.Auth ?? {};
  if (cognito?.userPoolId !== undefined) cognito.userPoolEndpoint = sandbox;
  if (cognito?.identityPoolId !== undefined) cognito.identityPoolEndpoint = sandbox;
  Amplify.configure(config);
  // The client has no setting for storage that works: its own switch, `dangerouslyConnectToHttpEndpointForTesting`, ends in
  // InvalidCustomEndpoint since https://github.com/aws-amplify/amplify-js/pull/13961.
  const { bucket, region, buckets = {} } = config.Storage?.S3 ?? {};
  const all = [{ bucketName: bucket, region }, ...Object.values(buckets)];
  redirectRequests(
    all.flatMap((known) =>
      known.bucketName === undefined ? [] : [`${known.bucketName}.s3.${known.region ?? ''}.amazonaws.com`],
    ),
    (host) => `${sandbox}/_s3/${host}`,
  );
}
