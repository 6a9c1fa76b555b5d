import type { Stack } from '../stack.ts';

/** What CloudFormation refuses, by name. */
export type FindingCode =
  | 'TEMPLATE_TOO_LARGE'
  | 'TOO_MANY_RESOURCES'
  | 'TOO_MANY_RESOURCES_IN_ALL'
  | 'TOO_MANY_PARAMETERS'
  | 'TOO_MANY_OUTPUTS'
  | 'CIRCULAR_RESOURCES'
  | 'CIRCULAR_STACKS'
  | 'UNRESOLVED_REFERENCE'
  | 'ENVIRONMENT_TOO_LARGE'
  | 'UNKNOWN_RESOURCE_TYPE'
  | 'UNKNOWN_PROPERTY'
  | 'MISSING_PROPERTY'
  | 'WRONG_TYPE';

/** One reason for which CloudFormation would refuse an assembly. */
export interface Finding {
  readonly code: FindingCode;
  /** Logical ids of nested stacks from the root, joined by `/`; empty for the root stack. */
  readonly stack: string;
  /** The resource; absent when the whole template is meant. */
  readonly logicalId?: string;
  /** Names the place, says what is wrong and what to do. */
  readonly message: string;
}

/** How findings name a template. */
export function nameOf(stack: Stack): string {
  return stack.path === '' ? 'The root template' : `The template of ${stack.path.slice(1)}`;
}
