import { describe, stacksOf, type LocatedResource, type Stack } from '../stack.ts';
import { checkProperties } from './check-value.ts';
import type { Finding } from './finding.ts';
import type { Specification } from './specification.ts';

/** Known to CloudFormation, and to no specification: the CDK's own note of which constructs were used. */
const UNSPECIFIED_TYPES = new Set(['AWS::CDK::Metadata']);

/** Holds every resource against AWS's specification: its type, its properties and their types. */
export function checkResources(root: Stack, spec: Specification): readonly Finding[] {
  return stacksOf(root).flatMap((stack) =>
    Object.entries(stack.template.Resources).flatMap(([logicalId, resource]) =>
      checkResource({ stack, logicalId, resource }, spec),
    ),
  );
}

function checkResource(located: LocatedResource, spec: Specification): readonly Finding[] {
  const { stack, logicalId, resource } = located;
  const finding = (code: Finding['code'], message: string): Finding => ({
    code,
    stack: stack.path,
    logicalId,
    message: `${describe(located)}: ${message}.`,
  });
  const isCustom = resource.Type.startsWith('Custom::') || resource.Type === 'AWS::CloudFormation::CustomResource';
  if (isCustom) {
    // Beside the function that handles it, a custom resource may have any property.
    return resource.Properties['ServiceToken'] === undefined
      ? [finding('MISSING_PROPERTY', 'the property ServiceToken is required: it says which function handles it')]
      : [];
  }
  // Modules and types of others are registered in an account: nothing can be known of them here.
  if (!resource.Type.startsWith('AWS::') || resource.Type.endsWith('::MODULE')) return [];
  if (UNSPECIFIED_TYPES.has(resource.Type)) return [];
  const known = spec.ofResource(resource.Type);
  if (known === undefined) return [finding('UNKNOWN_RESOURCE_TYPE', 'CloudFormation has no resource of this type')];
  return checkProperties(resource.Properties, known, spec).map(({ code, message }) => finding(code, message));
}
