import { Amplify } from 'aws-amplify';
import { parseAmplifyConfig } from 'aws-amplify/utils';

type AmplifyOutputs = Parameters<typeof parseAmplifyConfig>[0];

/** Where the offline sandbox answers sign-in; it writes them under `custom.offline` of `amplify_outputs.json`. */
interface OfflineEndpoints {
  readonly userPoolEndpoint?: string;
  readonly identityPoolEndpoint?: string;
}

/**
 * Configures `aws-amplify` from the contents of `amplify_outputs.json`, of the cloud or of the offline sandbox.
 *
 * @example
 * import outputs from '../amplify_outputs.json';
 * configureBonghwa(outputs);
 */
export function configureBonghwa(outputs: unknown): void {
  if (!isOutputs(outputs)) {
    throw new TypeError(
      'configureBonghwa needs the contents of amplify_outputs.json: an object with `version` and `data`.',
    );
  }
  const config = parseAmplifyConfig(outputs);
  const offline = offlineEndpoints(outputs);
  const cognito = config.Auth?.Cognito;
  if (cognito === undefined || offline === null) return Amplify.configure(config);
  // The types say that a pool has either endpoint only together with its ids; a parsed configuration has all ids.
  Object.assign(cognito, offline);
  Amplify.configure(config);
}

function isOutputs(value: unknown): value is AmplifyOutputs {
  return typeof value === 'object' && value !== null && 'version' in value && 'data' in value;
}

function offlineEndpoints(outputs: AmplifyOutputs): OfflineEndpoints | null {
  if (!('custom' in outputs) || typeof outputs.custom !== 'object' || outputs.custom === null) return null;
  const offline: unknown = 'offline' in outputs.custom ? outputs.custom.offline : undefined;
  if (typeof offline !== 'object' || offline === null) return null;
  const endpoints: { userPoolEndpoint?: string; identityPoolEndpoint?: string } = {};
  if ('userPoolEndpoint' in offline && typeof offline.userPoolEndpoint === 'string') {
    endpoints.userPoolEndpoint = offline.userPoolEndpoint;
  }
  if ('identityPoolEndpoint' in offline && typeof offline.identityPoolEndpoint === 'string') {
    endpoints.identityPoolEndpoint = offline.identityPoolEndpoint;
  }
  return endpoints;
}
