import { beforeAll, describe, expect, it } from 'vitest';
import { measureUsage, type Usage } from '../../scripts/quotas/measure-usage.ts';
import { printUsage } from '../../scripts/quotas/print-usage.ts';
import { overTarget } from '../../scripts/quotas/targets.ts';
import { checkAssembly } from '../../src/offline/assembly/check/index.ts';
import { ourAssembly } from './synthesized-stacks.ts';

describe('the templates of a sandbox', () => {
  let assembly = '';
  beforeAll(async () => {
    assembly = await ourAssembly();
  });

  it('are such that CloudFormation takes them: quotas, references, every type and property', async () => {
    expect(await checkAssembly(assembly)).toEqual([]);
  });

  it('leave two fifths of every quota free, and are printed', () => {
    const lines: string[] = [];
    const usages = measureUsage(assembly);
    expect(overTarget(usages)).toEqual([]);
    expect(printUsage(usages, (line) => lines.push(line))).toBe(true);
    expect(lines.some((line) => /^data +\d{3},\d{3} \(\d+ %\)/.test(line))).toBe(true);
    expect(lines.join('\n')).toMatch(/Largest environment, \w+: [\d,]+ \(\d+ %\) of 4,096/);
  });

  it('have no indentation', () => {
    const [data] = measureUsage(assembly).filter(({ where, quota }) => where === 'data' && quota === 'templateBytes');
    expect(data?.used).toBeLessThan(360_000);
  });
});

describe('a usage over our targets', () => {
  const usage = (quota: Usage['quota'], used: number, limit: number): Usage => ({
    where: 'data',
    quota,
    used,
    limit,
    share: used / limit,
  });

  it('is more than three fifths of a quota, or 450,000 bytes of a template', () => {
    expect(overTarget([usage('resources', 300, 500), usage('templateBytes', 450_000, 1_000_000)])).toEqual([]);
    expect(overTarget([usage('resources', 301, 500), usage('templateBytes', 450_001, 1_000_000)])).toHaveLength(2);
  });

  it('is named, and fails the check', () => {
    const lines: string[] = [];
    expect(printUsage([usage('templateBytes', 450_001, 1_000_000)], (line) => lines.push(line))).toBe(false);
    expect(lines.at(-1)).toContain('data has 450001 templateBytes');
  });
});
