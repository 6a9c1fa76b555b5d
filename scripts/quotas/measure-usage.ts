import {
  CLOUDFORMATION_LIMITS,
  measureEnvironments,
  measureTemplate,
  readStacks,
} from '../../src/offline/assembly/check/index.ts';
import { stacksOf } from '../../src/offline/assembly/stack.ts';

/** How much of one quota something uses. */
export interface Usage {
  /** The template, or the function, that uses most of it. */
  readonly where: string;
  readonly quota: keyof typeof CLOUDFORMATION_LIMITS;
  readonly used: number;
  readonly limit: number;
  /** From 0 to 1. */
  readonly share: number;
}

/** What an assembly uses of CloudFormation's and Lambda's quotas: each template, all together, and the largest environment. */
export function measureUsage(assemblyFolder: string): readonly Usage[] {
  const root = readStacks(assemblyFolder);
  const usage = (where: string, quota: Usage['quota'], used: number): Usage => {
    const limit = CLOUDFORMATION_LIMITS[quota];
    return { where, quota, used, limit, share: used / limit };
  };
  const sizes = stacksOf(root).map(measureTemplate);
  const templates = sizes.flatMap(({ stack, ...size }) =>
    (['templateBytes', 'resources', 'parameters', 'outputs'] as const).map((quota) =>
      usage(nameOf(stack), quota, size[quota]),
    ),
  );
  const inAll = sizes.reduce((sum, { resources }) => sum + resources, 0);
  const [largest] = [...measureEnvironments(root)].sort((a, b) => b.environmentBytes - a.environmentBytes);
  return [
    ...templates,
    usage('all templates', 'resourcesInAll', inAll),
    ...(largest === undefined
      ? []
      : [usage(largest.logicalId.replace(/lambda[0-9A-F]{8}$/, ''), 'environmentBytes', largest.environmentBytes)]),
  ];
}

/** `data7552DF31/amplifyDataCampaignNestedStack…` reads `data/amplifyDataCampaign`. */
function nameOf(path: string): string {
  if (path === '') return 'root';
  return path
    .slice(1)
    .split('/')
    .map((id) => id.replace(/NestedStack.*$|[0-9A-F]{8}$/, ''))
    .join('/');
}
