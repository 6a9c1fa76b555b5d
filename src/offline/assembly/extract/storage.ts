import * as z from 'zod';
import type { Bucket, Parameter, PinpointApp } from '../resources.ts';
import { describe } from '../stack.ts';
import { extractNotifications, type TargetsOfBuckets } from './bucket-notifications.ts';
import type { Inventory } from './inventory.ts';
import { readProperty } from './read-property.ts';

/** S3 buckets, with the folders that the deployment copies into them and whom they tell of changes. */
export function extractBuckets(inventory: Inventory, backend: TargetsOfBuckets): Bucket[] {
  const deployments = inventory.ofType('Custom::CDKBucketDeployment').map((view) => ({
    bucket: view.requiredText('DestinationBucketName'),
    folders: readProperty(view, 'SourceObjectKeys', z.array(z.string())).map((key) => ({
      path: inventory.assets.pathOf(key, describe(view.located)),
      keyPrefix: view.text('DestinationBucketKeyPrefix') ?? '',
    })),
  }));
  return inventory.ofType('AWS::S3::Bucket').map((view) => {
    const name = inventory.ref(view);
    const deployedFolders = deployments
      .filter((deployment) => deployment.bucket === name)
      .flatMap((deployment) => deployment.folders);
    const notifications = extractNotifications(view, name, inventory, backend);
    return {
      name,
      arn: inventory.attribute(view, 'Arn'),
      ...(deployedFolders.length === 0 ? {} : { deployedFolders }),
      ...(notifications.length === 0 ? {} : { notifications }),
    };
  });
}

/** SSM parameters; their values are known from the template. */
export function extractParameters(inventory: Inventory): Parameter[] {
  return inventory
    .ofType('AWS::SSM::Parameter')
    .map((view) => ({ name: inventory.ref(view), value: view.requiredText('Value') }));
}

/** Pinpoint applications: what `SendMessages` is addressed to. */
export function extractPinpointApps(inventory: Inventory): PinpointApp[] {
  return inventory.ofType('AWS::Pinpoint::App').map((view) => ({
    id: inventory.ref(view),
    arn: inventory.attribute(view, 'Arn'),
    name: view.requiredText('Name'),
  }));
}
