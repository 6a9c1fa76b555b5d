import { CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

type IndexKey = readonly [name: string, type: 'S' | 'N'];

/**
 * The indexes by which the sweeper finds jobs (`src/adapters/dynamodb/due-jobs.ts`): by when something is due for them,
 * and by receipts that wait. A job is in them only while it has these attributes.
 */
export const DUE_INDEXES: readonly { readonly name: string; readonly keys: readonly IndexKey[] }[] = [
  {
    name: 'dueJobs',
    keys: [
      ['dueShard', 'N'],
      ['dueAt', 'N'],
    ],
  },
  {
    name: 'countableJobs',
    keys: [
      ['receiptShard', 'N'],
      ['receiptMark', 'S'],
    ],
  },
];

/** What the schema makes of the model's own keys: jobsByCampaign, of id, campaignId and createdAt. */
const OF_SCHEMA = { indexes: 1, attributes: 3 };

/**
 * Adds them to the table of SendJob, in the stack of that model. Not in the schema: whoever reads jobs has no use for them, and a field of the model
 * is a field of the API.
 */
export function addDueIndexes(model: IConstruct): void {
  for (const resource of model.node.findAll()) {
    if (!CfnResource.isCfnResource(resource) || resource.cfnResourceType !== 'Custom::AmplifyDynamoDBTable') continue;
    let attributes = OF_SCHEMA.attributes;
    for (const [place, { name, keys }] of DUE_INDEXES.entries()) {
      resource.addPropertyOverride(`globalSecondaryIndexes.${OF_SCHEMA.indexes + place}`, {
        indexName: name,
        keySchema: keys.map(([attributeName], index) => ({ attributeName, keyType: index === 0 ? 'HASH' : 'RANGE' })),
        projection: { projectionType: 'KEYS_ONLY' },
      });
      for (const [attributeName, attributeType] of keys) {
        resource.addPropertyOverride(`attributeDefinitions.${attributes}`, { attributeName, attributeType });
        attributes += 1;
      }
    }
    return;
  }
  throw new Error('The table of jobs is none of Amplify’s: its indexes cannot be added.');
}
