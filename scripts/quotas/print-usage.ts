import type { Usage } from './measure-usage.ts';
import { overTarget } from './targets.ts';

const COLUMNS = ['templateBytes', 'resources', 'parameters', 'outputs'] as const;

/** Prints what an assembly uses of each quota, largest template first; tells whether all of it is within our targets. */
export function printUsage(usages: readonly Usage[], print: (line: string) => void): boolean {
  const figure = ({ used, share }: Usage): string =>
    `${used.toLocaleString('en-US')} (${Math.round(share * 100)} %)`.padStart(17);
  const find = (where: string, quota: Usage['quota']): Usage | undefined =>
    usages.find((usage) => usage.where === where && usage.quota === quota);
  const names = usages
    .filter(({ quota }) => quota === 'templateBytes')
    .sort((a, b) => b.used - a.used)
    .map(({ where }) => where);
  const width = Math.max(...names.map(({ length }) => length));
  print(
    `${'Of a template’s quotas'.padEnd(width)}${['bytes', 'resources', 'parameters', 'outputs'].map((name) => name.padStart(17)).join('')}`,
  );
  for (const name of names) {
    const figures = COLUMNS.map((quota) => find(name, quota)).map((usage) =>
      usage === undefined ? '' : figure(usage),
    );
    print(`${name.padEnd(width)}${figures.join('')}`);
  }
  for (const usage of usages.filter(({ quota }) => quota === 'resourcesInAll' || quota === 'environmentBytes')) {
    const what =
      usage.quota === 'resourcesInAll' ? 'Resources of all templates' : `Largest environment, ${usage.where}`;
    print(`${what}: ${figure(usage).trim()} of ${usage.limit.toLocaleString('en-US')}`);
  }
  const over = overTarget(usages);
  for (const { where, quota, used, limit } of over) {
    print(`${where} has ${used} ${quota} of ${limit}: more than the 60 % (bytes: 450,000) that we allow ourselves.`);
  }
  return over.length === 0;
}
