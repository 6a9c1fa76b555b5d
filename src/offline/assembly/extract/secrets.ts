import * as z from 'zod';
import type { LambdaFunction, Parameter, SecretReference } from '../resources.ts';

/** Where Amplify writes down which variables of a function are read from SSM when it starts. */
const VARIABLE = 'AMPLIFY_SSM_ENV_CONFIG';

const configuration = z.record(z.string(), z.object({ path: z.string(), sharedPath: z.string().optional() }));

/** The secrets that functions read (`environment: { KEY: secret('KEY') }`), without the parameters of the backend itself. */
export function extractSecrets(
  functions: readonly LambdaFunction[],
  parameters: readonly Parameter[],
): SecretReference[] {
  const known = new Set(parameters.map((parameter) => parameter.name));
  return functions.flatMap((fn) => {
    const text = fn.environment[VARIABLE];
    if (text === undefined) return [];
    return Object.values(configuration.parse(JSON.parse(text))).flatMap(({ path, sharedPath }) => {
      const parameterNames = [path, ...(sharedPath === undefined ? [] : [sharedPath])];
      if (parameterNames.some((name) => known.has(name))) return [];
      return [{ name: path.slice(path.lastIndexOf('/') + 1), functionName: fn.name, parameterNames }];
    });
  });
}
