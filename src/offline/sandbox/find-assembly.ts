import { readAssembly } from '../assembly/read-assembly.ts';
import { synthesize } from '../assembly/synthesize.ts';
import type { StartError, StartSandboxOptions } from './contract.ts';

type AssemblyOutcome =
  { readonly ok: true; readonly folder: string } | { readonly ok: false; readonly error: StartError };

/** The assembly to run: the one that was given, or the backend as it is synthesized now. */
export async function findAssembly(
  options: StartSandboxOptions,
  log: (line: string) => void,
): Promise<AssemblyOutcome> {
  if (options.assemblyFolder !== undefined) return { ok: true, folder: options.assemblyFolder };
  const onStart = (): void => log('The backend changed: synthesizing it, which takes some seconds.');
  const result = await synthesize({ ...options, onStart });
  if (!result.ok) return result;
  if (!result.fromCache || !hasExpiredApiKey(result.assemblyFolder)) return { ok: true, folder: result.assemblyFolder };
  log('The API key of the cached synthesis expires: synthesizing again.');
  const renewed = await synthesize({ ...options, force: true });
  return renewed.ok ? { ok: true, folder: renewed.assemblyFolder } : renewed;
}

/** An API key's expiry is fixed at synthesis, so a cached assembly grows old where a new deployment would not. */
function hasExpiredApiKey(assemblyFolder: string): boolean {
  const tomorrow = Date.now() / 1000 + 86_400;
  const { apis } = readAssembly(assemblyFolder, { endpointUrl: 'http://127.0.0.1' });
  return apis.some((api) => api.apiKeys.some((key) => key.expires !== undefined && key.expires < tomorrow));
}
