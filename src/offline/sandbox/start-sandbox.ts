import { join } from 'node:path';
import { refusalOf } from '../assembly/check/index.ts';
import { AssemblyError } from '../assembly/errors.ts';
import { TableShapeChangedError } from '../services/dynamodb/ensure-table.ts';
import { InvalidFaultPlanError } from '../services/fault-plan.ts';
import { isDiskFull } from '../services/disk-full.ts';
import { InvalidQuotasError } from '../services/quotas/create-quotas.ts';
import { StateDamagedError } from '../services/state-damaged.ts';
import type { StartOutcome, StartSandboxOptions } from './contract.ts';
import { openDataFolder } from './data-folder.ts';
import { findAssembly } from './find-assembly.ts';
import { portInUse, probePort } from './find-port.ts';
import { runAssembly } from './run-assembly.ts';
import { tellProgress } from './tell-progress.ts';

const PORT_ATTEMPTS = 3;

/** Starts a backend on this machine: synthesizes it if it changed, and runs what was synthesized. */
export async function startSandbox(options: StartSandboxOptions): Promise<StartOutcome> {
  const log = options.log ?? (() => undefined);
  // Told before a synthesis of ten seconds, not after it.
  if (options.port !== 0 && (await probePort(options.port)) === undefined)
    return { ok: false, error: portInUse(options.port) };
  const opened = openDataFolder(options.dataFolder, options.fresh ?? false);
  if (!opened.ok) return opened;
  let outcome: StartOutcome | undefined;
  try {
    const assembly = await findAssembly(options, log);
    if (!assembly.ok) return assembly;
    const refusal = await tellProgress(
      'asking what CloudFormation would refuse',
      log,
      refusalOf(assembly.folder, join(options.cacheFolder, 'verdicts')),
    );
    if (refusal !== undefined) return { ok: false, error: { code: 'REFUSED_BY_CLOUDFORMATION', message: refusal } };
    for (let attempt = 1; ; attempt += 1) {
      const port = await probePort(options.port);
      outcome =
        port === undefined
          ? { ok: false, error: portInUse(options.port) }
          : await tellProgress(
              'opening tables and laying out files',
              log,
              runAssembly(assembly.folder, port, opened.folder, options),
            );
      // A free port may be taken by somebody else before it is listened on.
      if (outcome.ok || outcome.error.code !== 'PORT_IN_USE' || options.port !== 0 || attempt >= PORT_ATTEMPTS)
        return outcome;
    }
  } catch (error) {
    if (
      error instanceof AssemblyError ||
      error instanceof TableShapeChangedError ||
      error instanceof StateDamagedError ||
      error instanceof InvalidFaultPlanError ||
      error instanceof InvalidQuotasError
    ) {
      return { ok: false, error: { code: error.code, message: error.message } };
    }
    if (isDiskFull(error)) {
      const message = `The disk that holds ${options.dataFolder} is full: free some space, and start again.`;
      return { ok: false, error: { code: 'DISK_FULL', message } };
    }
    throw error;
  } finally {
    if (outcome?.ok !== true) opened.folder.release();
  }
}
