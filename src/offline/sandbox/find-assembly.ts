import { relative } from 'node:path';
import { readAssembly } from '../assembly/read-assembly.ts';
import { synthesize, type SynthesisReason } from '../assembly/synthesize.ts';
import type { StartError, StartSandboxOptions } from './contract.ts';
import { tellProgress } from './tell-progress.ts';

type AssemblyOutcome =
  { readonly ok: true; readonly folder: string } | { readonly ok: false; readonly error: StartError };

/** The assembly to run: the one that was given, or the backend as it is synthesized now. */
export async function findAssembly(
  options: StartSandboxOptions,
  log: (line: string) => void,
): Promise<AssemblyOutcome> {
  if (options.assemblyFolder !== undefined) return { ok: true, folder: options.assemblyFolder };
  const onStart = (reason: SynthesisReason): void => log(describeSynthesis(reason, options.backendFile));
  const result = await tellProgress('synthesizing', log, synthesize({ ...options, onStart }));
  if (!result.ok) return result;
  if (!result.fromCache || !hasExpiredApiKey(result.assemblyFolder, options.secrets ?? {}))
    return { ok: true, folder: result.assemblyFolder };
  log('The API key of the cached synthesis expires: synthesizing again.');
  const renewed = await tellProgress('synthesizing', log, synthesize({ ...options, force: true }));
  return renewed.ok ? { ok: true, folder: renewed.assemblyFolder } : renewed;
}

/** An API key's expiry is fixed at synthesis, so a cached assembly grows old where a new deployment would not. */
function hasExpiredApiKey(assemblyFolder: string, secrets: Readonly<Record<string, string>>): boolean {
  const tomorrow = Date.now() / 1000 + 86_400;
  const { apis } = readAssembly(assemblyFolder, { endpointUrl: 'http://127.0.0.1', secrets });
  return apis.some((api) => api.apiKeys.some((key) => key.expires !== undefined && key.expires < tomorrow));
}

function describeSynthesis(reason: SynthesisReason, backendFile: string): string {
  const file = relative(process.cwd(), backendFile);
  const what = 'CDK builds its templates and esbuild bundles its functions';
  switch (reason.kind) {
    case 'FIRST':
      return `${file} is synthesized for the first time: ${what}, which takes 10 to 60 s. While nothing changes, a start takes 2 s.`;
    case 'SOURCES_CHANGED':
      return `The sources of ${file} changed: ${what}, which takes 10 to 60 s.`;
    case 'ENVIRONMENT_CHANGED':
      return `The environment changed, which ${file} reads (${reason.names.join(', ').replace('*', 'all of it')}): ${what}, which takes 10 to 60 s.`;
    case 'FORCED':
      return `${file} is synthesized again: ${what}, which takes 10 to 60 s.`;
  }
}
