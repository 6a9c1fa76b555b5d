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

/**
 * The indexes by which campaigns are found: by their next occurrence (`src/adapters/dynamodb/due-campaigns.ts`), and by the event
 * that opens them (`triggered-campaigns.ts`).
 */
export const DUE_CAMPAIGN_INDEXES: typeof DUE_INDEXES = [
  {
    name: 'dueCampaigns',
    keys: [
      ['dueShard', 'N'],
      ['dueAt', 'N'],
    ],
  },
  { name: 'triggeredCampaigns', keys: [['triggerEvent', 'S']] },
];

/**
 * The index by which customers are found by the beginning of their name (`src/adapters/dynamodb/customer-names.ts`). Its
 * partitions are the first two letters: those of the most frequent family name alone would be a fifth of all Koreans, and
 * an import no faster than DynamoDB writes one partition.
 */
export const CUSTOMER_INDEXES: typeof DUE_INDEXES = [
  {
    name: 'customersByName',
    keys: [
      ['nameGroup', 'S'],
      ['searchName', 'S'],
    ],
  },
];

/** What the schema makes of the models' own keys: how many indexes and attributes are before ours. */
const OF_SCHEMA = {
  // sendJobsByCampaignIdAndCreatedAt, of id, campaignId and createdAt.
  SendJob: { indexes: 1, attributes: 3 },
  // By segment and by name, of id, segmentId and name.
  Campaign: { indexes: 2, attributes: 3 },
  Customer: { indexes: 0, attributes: 1 },
};

/**
 * Adds indexes to the table of a model, in the stack of that model. Not in the schema: whoever reads jobs and campaigns has no
 * use for them, and a field of the model is a field of the API.
 */
export function addDueIndexes(model: IConstruct, name: keyof typeof OF_SCHEMA, indexes: typeof DUE_INDEXES): void {
  const ofSchema = OF_SCHEMA[name];
  for (const resource of model.node.findAll()) {
    if (!CfnResource.isCfnResource(resource) || resource.cfnResourceType !== 'Custom::AmplifyDynamoDBTable') continue;
    let { attributes } = ofSchema;
    const added = indexes.map(({ name: indexName, keys }) => ({
      indexName,
      keySchema: keys.map(([attributeName], index) => ({ attributeName, keyType: index === 0 ? 'HASH' : 'RANGE' })),
      projection: { projectionType: 'KEYS_ONLY' },
    }));
    // Where there is no list yet, a place in it would make an object with a field "0".
    if (ofSchema.indexes === 0) resource.addPropertyOverride('globalSecondaryIndexes', added);
    else
      for (const [place, index] of added.entries())
        resource.addPropertyOverride(`globalSecondaryIndexes.${ofSchema.indexes + place}`, index);
    for (const [attributeName, attributeType] of indexes.flatMap(({ keys }) => keys)) {
      resource.addPropertyOverride(`attributeDefinitions.${attributes}`, { attributeName, attributeType });
      attributes += 1;
    }
    return;
  }
  throw new Error(`The table of ${name} is none of Amplify’s: its indexes cannot be added.`);
}
