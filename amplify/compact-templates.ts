import * as z from 'zod';

const CONTEXT = z.record(z.string(), z.unknown());

/**
 * Leaves indentation out of every template: it is a sixth of their bytes, of which CloudFormation takes 1,000,000. CDK
 * reads this when it creates a stack, so it has to be said before `defineBackend`. Amplify creates the app itself, and
 * neither `ampx` nor the pipeline reads a `cdk.json`: all of them hand the context over in this variable.
 */
export function compactTemplates(): void {
  const given: unknown = JSON.parse(process.env['CDK_CONTEXT_JSON'] ?? '{}');
  process.env['CDK_CONTEXT_JSON'] = JSON.stringify({
    ...CONTEXT.parse(given),
    '@aws-cdk/core:suppressTemplateIndentation': true,
  });
}
