import { isJsonObject } from '../json.ts';
import { describe, stacksOf, type Stack } from '../stack.ts';
import type { TemplateResource } from '../template.ts';
import { estimateLength } from './estimate-length.ts';
import type { Finding } from './finding.ts';
import { CLOUDFORMATION_LIMITS } from './limits.ts';

/** What a function's environment weighs in a deployment: names and values, what is not known here at its longest. */
export interface EnvironmentSize {
  readonly stack: string;
  readonly logicalId: string;
  readonly environmentBytes: number;
}

function environmentBytes(resource: TemplateResource, stack: Stack): number {
  const environment = resource.Properties['Environment'];
  const variables = isJsonObject(environment) ? environment['Variables'] : undefined;
  if (!isJsonObject(variables)) return 0;
  return Object.entries(variables).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + estimateLength(value, stack),
    0,
  );
}

/** The environments of all functions. */
export function measureEnvironments(root: Stack): readonly EnvironmentSize[] {
  return stacksOf(root).flatMap((stack) =>
    Object.entries(stack.template.Resources)
      .filter(([, resource]) => resource.Type === 'AWS::Lambda::Function')
      .map(([logicalId, resource]) => ({
        stack: stack.path,
        logicalId,
        environmentBytes: environmentBytes(resource, stack),
      })),
  );
}

/** Holds every function's environment against Lambda's 4 KB. */
export function checkEnvironments(root: Stack): readonly Finding[] {
  const stacks = new Map(stacksOf(root).map((stack) => [stack.path, stack]));
  return measureEnvironments(root)
    .filter((one) => one.environmentBytes > CLOUDFORMATION_LIMITS.environmentBytes)
    .flatMap((one): readonly Finding[] => {
      const stack = stacks.get(one.stack);
      const resource = stack?.template.Resources[one.logicalId];
      if (stack === undefined || resource === undefined) return [];
      return [
        {
          code: 'ENVIRONMENT_TOO_LARGE',
          stack: one.stack,
          logicalId: one.logicalId,
          message: `${describe({ stack, logicalId: one.logicalId, resource })}: its environment has up to ${one.environmentBytes} bytes of names and values; Lambda takes ${CLOUDFORMATION_LIMITS.environmentBytes}. Put what is long into a parameter of SSM, or derive names from each other.`,
        },
      ];
    });
}
