import { readAssets } from '../assets.ts';
import { findRootTemplate, loadStacks } from '../load-stacks.ts';
import { createResolver } from '../create-resolver.ts';
import type { Stack } from '../stack.ts';
import { checkEnvironments } from './check-environments.ts';
import { checkLimits } from './check-limits.ts';
import { checkReferences } from './check-references.ts';
import { checkResources } from './check-resources.ts';
import type { Finding } from './finding.ts';
import { loadSpecification, type Specification } from './specification.ts';

/** Reads all templates of a cloud assembly: the root stack, with the nested ones below it. */
export function readStacks(assemblyFolder: string): Stack {
  const root = findRootTemplate(assemblyFolder);
  const resolver = createResolver({
    region: 'ap-northeast-2',
    accountId: '123456789012',
    stackName: root.stackName,
    endpointUrl: 'https://sqs.ap-northeast-2.amazonaws.com',
  });
  return loadStacks(root.file, readAssets(assemblyFolder), resolver);
}

/** Everything for which CloudFormation would refuse these templates; empty when it would take them. */
export function checkStacks(root: Stack, spec: Specification): readonly Finding[] {
  return [...checkLimits(root), ...checkReferences(root), ...checkEnvironments(root), ...checkResources(root, spec)];
}

/** `checkStacks` of the assembly in a folder. */
export async function checkAssembly(assemblyFolder: string): Promise<readonly Finding[]> {
  return checkStacks(readStacks(assemblyFolder), await loadSpecification());
}
