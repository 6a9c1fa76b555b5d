import { expect, it } from 'vitest';
import { measureUsage } from '../../scripts/quotas/measure-usage.ts';
import { checkAssembly } from '../../src/offline/assembly/check/index.ts';
import { withGrownBackend } from './grown-backend.ts';
import { ourAssembly, resourcesIn } from './synthesized-stacks.ts';

it('leaves room for sixty more commands of today’s kind, with fifteen more functions', async () => {
  const before = resourcesIn(await ourAssembly()).length;
  const grown = await withGrownBackend(60, async (assembly) => ({
    refusals: await checkAssembly(assembly),
    usages: measureUsage(assembly),
    resources: resourcesIn(assembly),
  }));
  const resolvers = grown.resources.filter(({ logicalId }) => /^ResolverMutationmore\d+Command/.test(logicalId));
  expect(resolvers).toHaveLength(60);
  // For each command a resolver; for each function at least itself, role, policy, log, source and what pipelines share.
  expect(grown.resources.length).toBeGreaterThanOrEqual(before + 60 + 15 * 6);
  expect(grown.refusals).toEqual([]);
  expect(grown.usages.filter(({ share }) => share > 1)).toEqual([]);
  console.info(
    grown.usages
      .filter(({ where }) => where === 'data' || where.startsWith('all'))
      .map(({ where, quota, used, share }) => `${where}: ${used} ${quota} (${Math.round(share * 100)} %)`)
      .join('; '),
  );
}, 240_000);
