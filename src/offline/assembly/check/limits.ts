import type { Stack } from '../stack.ts';

/**
 * CloudFormation's and Lambda's fixed quotas; none of them can be raised.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const CLOUDFORMATION_LIMITS = {
  templateBytes: 1_000_000,
  resources: 500,
  /** Resources that one operation on nested stacks may touch; Amplify touches every one on each change. */
  resourcesInAll: 2500,
  parameters: 200,
  outputs: 200,
  /** Names and values of a function's environment together. */
  environmentBytes: 4096,
} as const;

/** What one template uses of CloudFormation's quotas. */
export interface TemplateSize {
  /** As in `Finding`. */
  readonly stack: string;
  readonly templateBytes: number;
  readonly resources: number;
  readonly parameters: number;
  readonly outputs: number;
}

/** Measures one template. */
export function measureTemplate({ path, bytes, template }: Stack): TemplateSize {
  return {
    stack: path,
    templateBytes: bytes,
    resources: Object.keys(template.Resources).length,
    parameters: Object.keys(template.Parameters).length,
    outputs: Object.keys(template.Outputs).length,
  };
}
