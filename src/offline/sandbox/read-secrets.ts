import type { Parameter, SecretReference } from '../assembly/resources.ts';
import type { StartError } from './contract.ts';

type SecretsOutcome =
  { readonly ok: true; readonly parameters: readonly Parameter[] } | { readonly ok: false; readonly error: StartError };

/** The parameters in which functions look for their secrets; a secret without a value is an error that names it. */
export function readSecrets(
  references: readonly SecretReference[],
  secrets: Readonly<Record<string, string>>,
): SecretsOutcome {
  const parameters: Parameter[] = [];
  const missing = new Map<string, string[]>();
  for (const { name, functionName, parameterNames } of references) {
    const value = Object.hasOwn(secrets, name) ? secrets[name] : undefined;
    if (value === undefined) missing.set(name, [...(missing.get(name) ?? []), functionName]);
    else for (const parameter of parameterNames) parameters.push({ name: parameter, value });
  }
  if (missing.size === 0) return { ok: true, parameters };
  const lines = [...missing].map(([name, functions]) => `${name} (of ${functions.join(', ')})`);
  const [first = ''] = missing.keys();
  const message = `These secrets have no value here: ${lines.join('; ')}. Start with --secret ${first}=VALUE, or write ${first}=VALUE into the secrets file.`;
  return { ok: false, error: { code: 'SECRET_MISSING', message } };
}
