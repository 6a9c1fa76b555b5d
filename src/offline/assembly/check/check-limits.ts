import { stacksOf, type Stack } from '../stack.ts';
import { nameOf, type Finding, type FindingCode } from './finding.ts';
import { CLOUDFORMATION_LIMITS, measureTemplate } from './limits.ts';

const ADVICE = 'Move some into another stack: `backend.createStack`, or `resourceGroupName` of a function.';

const QUOTAS = [
  {
    code: 'TEMPLATE_TOO_LARGE',
    quota: 'templateBytes',
    unit: 'bytes',
    advice: `${ADVICE} The CDK context @aws-cdk/core:suppressTemplateIndentation takes a tenth off.`,
  },
  { code: 'TOO_MANY_RESOURCES', quota: 'resources', unit: 'resources', advice: ADVICE },
  {
    code: 'TOO_MANY_PARAMETERS',
    quota: 'parameters',
    unit: 'parameters',
    advice: 'Let fewer resources of other stacks be named in it, or join them into one value.',
  },
  {
    code: 'TOO_MANY_OUTPUTS',
    quota: 'outputs',
    unit: 'outputs',
    advice: 'Let fewer of its resources be named in other stacks, or join them into one value.',
  },
] as const satisfies readonly { readonly code: FindingCode; readonly [key: string]: string }[];

/** Holds every template against the quotas of size and number. */
export function checkLimits(root: Stack): readonly Finding[] {
  const stacks = stacksOf(root);
  const findings = stacks.flatMap((stack): readonly Finding[] => {
    const size = measureTemplate(stack);
    return QUOTAS.filter(({ quota }) => size[quota] > CLOUDFORMATION_LIMITS[quota]).map(
      ({ code, quota, unit, advice }) => ({
        code,
        stack: stack.path,
        message: `${nameOf(stack)} has ${size[quota]} ${unit}; CloudFormation takes ${CLOUDFORMATION_LIMITS[quota]}. ${advice}`,
      }),
    );
  });
  const inAll = stacks.reduce((sum, stack) => sum + measureTemplate(stack).resources, 0);
  if (inAll <= CLOUDFORMATION_LIMITS.resourcesInAll) return findings;
  return [
    ...findings,
    {
      code: 'TOO_MANY_RESOURCES_IN_ALL',
      stack: root.path,
      message: `The nested stacks have ${inAll} resources in all; one operation of CloudFormation touches at most ${CLOUDFORMATION_LIMITS.resourcesInAll}. Let functions share: several fields of the API can call one.`,
    },
  ];
}
