import { statSync } from 'node:fs';
import * as z from 'zod';
import type { ResourceView } from '../attributes/resource-view.ts';
import type { LambdaFunction } from '../resources.ts';
import { describe } from '../stack.ts';
import type { Inventory } from './inventory.ts';
import { layOutInlineCode, layOutZip } from './lay-out-code.ts';
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

type Code = { readonly codePath: string; readonly unavailable?: string };

const codeSchema = z.object({
  S3Bucket: z.string().optional(),
  S3Key: z.string().optional(),
  ZipFile: z.string().optional(),
  ImageUri: z.string().optional(),
});

/** The folder of a function's code: a bundle's own, or one into which a zip or the template's text is laid. */
function readCode(view: ResourceView, inventory: Inventory): Code {
  const code = readProperty(view, 'Code', codeSchema);
  const { assets } = inventory;
  if (code.ZipFile !== undefined) return { codePath: layOutInlineCode(assets.folder, code.ZipFile) };
  if (code.S3Key === undefined) return { codePath: '', unavailable: 'its code is a container image' };
  if (!assets.has(code.S3Key))
    return {
      codePath: '',
      unavailable: `its code ${code.S3Key} lies in a bucket of AWS (${code.S3Bucket ?? 'unnamed'})`,
    };
  const path = assets.pathOf(code.S3Key, describe(view.located));
  return { codePath: statSync(path).isDirectory() ? path : layOutZip(assets.folder, path) };
}

function toFunction(view: ResourceView, inventory: Inventory): LambdaFunction {
  const name = inventory.ref(view);
  const reserved = view.text('ReservedConcurrentExecutions');
  const environment = readProperty(
    view,
    'Environment',
    z.object({ Variables: z.record(z.string(), z.coerce.string()).default({}) }).default({ Variables: {} }),
  );
  const code = readCode(view, inventory);
  const runtime = view.text('Runtime') ?? 'container image';
  const unavailable =
    code.unavailable ??
    (runtime.startsWith('nodejs') ? undefined : `its runtime is ${runtime}, and only Node.js functions run offline`);
  if (unavailable !== undefined) inventory.miss(name, `does not run: ${unavailable}`);
  const layers = readProperty(view, 'Layers', z.array(z.string()).default([]));
  if (layers.length > 0)
    inventory.miss(
      name,
      `runs without its layers (${layers.join(', ')}): what they hold is looked for in node_modules`,
    );
  return {
    name,
    arn: inventory.attribute(view, 'Arn'),
    logicalId: view.logicalId,
    codePath: code.codePath,
    handler: view.text('Handler') ?? '',
    runtime,
    timeoutSeconds: readProperty(view, 'Timeout', numeric.default(3)),
    memoryMb: readProperty(view, 'MemorySize', numeric.default(128)),
    environment: environment.Variables,
    roleArn: view.requiredText('Role'),
    ...(reserved === undefined ? {} : { reservedConcurrency: Number(reserved) }),
    ...(unavailable === undefined ? {} : { unavailable }),
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
