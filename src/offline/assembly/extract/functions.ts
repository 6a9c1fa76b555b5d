import { statSync } from 'node:fs';
import { z } from 'zod';
import type { ResourceView } from '../attributes/resource-view.ts';
import { AssemblyError } from '../errors.ts';
import type { LambdaFunction } from '../resources.ts';
import { describe } from '../stack.ts';
import type { Inventory } from './inventory.ts';
import { numeric, readProperty } from './read-property.ts';

/**
 * Functions of the deployment itself, which CDK and Amplify add: they create tables, empty buckets, copy files. The
 * sandbox does that work in its own way. Besides this list, whatever serves a custom resource as its `ServiceToken`.
 */
const DEPLOYMENT_FUNCTION =
  /^(CustomS3AutoDeleteObjects|CustomCDKBucketDeployment|LogRetention|AWS679f53fac002430cb0da5b7982bd2287|CustomResourceProvider)|framework(onEvent|isComplete|onTimeout)/;

function deploymentFunctions(inventory: Inventory): ReadonlySet<string> {
  const serving = inventory
    .where((type) => type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource')
    .map((view) => view.text('ServiceToken'))
    .filter((token) => token !== undefined);
  return new Set(serving);
}

function codeFolder(view: ResourceView, inventory: Inventory): string {
  const code = readProperty(view, 'Code', z.object({ S3Key: z.string().optional() }));
  if (code.S3Key === undefined) {
    throw new AssemblyError(
      'NOT_AVAILABLE_OFFLINE',
      `${describe(view.located)}: only functions bundled from files run offline, not inline code or container images.`,
    );
  }
  const path = inventory.assets.pathOf(code.S3Key, describe(view.located));
  if (!statSync(path).isDirectory()) {
    throw new AssemblyError(
      'NOT_AVAILABLE_OFFLINE',
      `${describe(view.located)}: its code is already a zip file. Point the function at the unpacked folder.`,
    );
  }
  return path;
}

function toFunction(view: ResourceView, inventory: Inventory): LambdaFunction {
  const reserved = view.text('ReservedConcurrentExecutions');
  const environment = readProperty(
    view,
    'Environment',
    z.object({ Variables: z.record(z.string(), z.coerce.string()).default({}) }).default({ Variables: {} }),
  );
  return {
    name: inventory.ref(view),
    arn: inventory.attribute(view, 'Arn'),
    logicalId: view.logicalId,
    codePath: codeFolder(view, inventory),
    handler: view.requiredText('Handler'),
    runtime: view.requiredText('Runtime'),
    timeoutSeconds: readProperty(view, 'Timeout', numeric.default(3)),
    memoryMb: readProperty(view, 'MemorySize', numeric.default(128)),
    environment: environment.Variables,
    roleArn: view.requiredText('Role'),
    ...(reserved === undefined ? {} : { reservedConcurrency: Number(reserved) }),
  };
}

/** The application's own Lambda functions. */
export function extractFunctions(inventory: Inventory): LambdaFunction[] {
  const deployment = deploymentFunctions(inventory);
  const functions: LambdaFunction[] = [];
  for (const view of inventory.ofType('AWS::Lambda::Function')) {
    if (DEPLOYMENT_FUNCTION.test(view.logicalId) || deployment.has(inventory.attribute(view, 'Arn'))) {
      inventory.skip('AWS::Lambda::Function (part of the deployment)');
    } else {
      functions.push(toFunction(view, inventory));
    }
  }
  return functions;
}
