import { Amplify } from 'aws-amplify';
import { parseAmplifyConfig } from 'aws-amplify/utils';

type AmplifyOutputs = Parameters<typeof parseAmplifyConfig>[0];

/** Where sign-in is answered when it is not Amazon Cognito. */
interface OfflineEndpoints {
  readonly userPoolEndpoint: string;
  readonly identityPoolEndpoint: string;
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

/** The offline sandbox answers everything at one address: whoever serves GraphQL on this machine serves sign-in too. */
function offlineEndpoints(outputs: AmplifyOutputs): OfflineEndpoints | null {
  const data: unknown = Reflect.get(outputs, 'data');
  if (typeof data !== 'object' || data === null || !('url' in data) || typeof data.url !== 'string') return null;
  const { hostname, origin } = new URL(data.url);
  const isThisMachine = hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
  return isThisMachine ? { userPoolEndpoint: origin, identityPoolEndpoint: origin } : null;
}
