import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import { measureUsage, type Usage } from '../../scripts/quotas/measure-usage.ts';
import { checkAssembly, type Finding } from '../../src/offline/assembly/check/index.ts';
import { CHOSEN_DASHBOARD, OUR_BACKEND, ROOT } from '../backends-under-test.ts';
import { resourcesIn, type Resource } from './synthesized-stacks.ts';

const FINDING = z.object({ rule: z.string(), path: z.string() });
const CHECKED = z.object({
  findings: z.array(FINDING),
  all: z.array(FINDING),
  acknowledgements: z.array(FINDING.extend({ reason: z.string() })),
});

export type CheckedBranch = z.infer<typeof CHECKED> & {
  readonly resources: readonly Resource[];
  readonly usages: readonly Usage[];
  /** Why CloudFormation would not take it. */
  readonly refusals: readonly Finding[];
};

/** Servers that the branch under test allows. */
export const SHOP_CIDR = '203.0.113.0/24';

/** Our backend as a pipeline synthesizes it for a branch, with a dashboard, and what cdk-nag says of it. */
export async function checkBranch(): Promise<CheckedBranch> {
  const assembly = mkdtempSync(join(tmpdir(), 'branch-'));
  const kept = Object.entries(process.env).filter(([name]) => !/^(AWS_|CDK_|NODE_OPTIONS$|VITEST)/.test(name));
  try {
    const script = join(import.meta.dirname, 'synthesize-branch.mjs');
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', script, OUR_BACKEND.backendFile],
      {
        cwd: ROOT,
        maxBuffer: 64 * 1024 * 1024,
        env: {
          ...Object.fromEntries(kept),
          PATH: `${join(ROOT, 'src/offline/assembly/bin')}${delimiter}${process.env['PATH'] ?? ''}`,
          SYNTHESIS_BIN: join(ROOT, 'node_modules', '.bin'),
          CDK_OUTDIR: assembly,
          CDK_CONTEXT_JSON: JSON.stringify({
            'amplify-backend-namespace': 'd1a2b3c4d5e6f7',
            'amplify-backend-name': 'main',
            'amplify-backend-type': 'branch',
          }),
          AMPLIFY_DISABLE_TELEMETRY: '1',
          AWS_EC2_METADATA_DISABLED: 'true',
          ...CHOSEN_DASHBOARD,
          BONGHWA_API_CIDRS: SHOP_CIDR,
          BONGHWA_API_SERVERS: JSON.stringify([{ name: 'shop', cidrs: [SHOP_CIDR] }]),
        },
      },
    );
    const line: unknown = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
    return {
      ...CHECKED.parse(line),
      resources: resourcesIn(assembly),
      usages: measureUsage(assembly),
      refusals: await checkAssembly(assembly),
    };
  } finally {
    rmSync(assembly, { recursive: true, force: true });
  }
}
