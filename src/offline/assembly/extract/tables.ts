import * as z from 'zod';
import type { ResourceView } from '../attributes/resource-view.ts';
import { STREAM_VIEW_TYPES, type Table } from '../resources.ts';
import type { Inventory } from './inventory.ts';
import { readProperty } from './read-property.ts';

/** Amplify's table resource spells every property in camel case; CloudFormation's own in Pascal case. One reading for both. */
function pascalCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pascalCase);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, element]: [string, unknown]) => [
      `${key.charAt(0).toUpperCase()}${key.slice(1)}`,
      pascalCase(element),
    ]),
  );
}

const keySchema = z
  .array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }))
  .transform((keys) => keys.map((key) => ({ name: key.AttributeName, type: key.KeyType })));

const indexes = z
  .array(
    z.object({
      IndexName: z.string(),
      KeySchema: keySchema,
      Projection: z.object({
        ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']).default('ALL'),
        NonKeyAttributes: z.array(z.string()).default([]),
      }),
    }),
  )
  .default([])
  .transform((list) =>
    list.map((index) => ({
      name: index.IndexName,
      keySchema: index.KeySchema,
      projection: { type: index.Projection.ProjectionType, nonKeyAttributes: index.Projection.NonKeyAttributes },
    })),
  );

const attributes = z
  .array(z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }))
  .transform((list) => list.map((attribute) => ({ name: attribute.AttributeName, type: attribute.AttributeType })));

const stream = z.object({ StreamViewType: z.enum(STREAM_VIEW_TYPES) }).optional();

function toTable(view: ResourceView, inventory: Inventory): Table {
  const isAmplify = view.located.resource.Type === 'Custom::AmplifyDynamoDBTable';
  const property = (name: string): string => (isAmplify ? `${name.charAt(0).toLowerCase()}${name.slice(1)}` : name);
  const read = <T>(name: string, schema: z.ZodType<T>): T =>
    readProperty(view, property(name), z.preprocess(pascalCase, schema));
  const streamViewType = read('StreamSpecification', stream)?.StreamViewType;
  return {
    name: inventory.ref(view),
    arn: inventory.attribute(view, 'Arn'),
    logicalId: view.logicalId,
    attributeDefinitions: read('AttributeDefinitions', attributes),
    keySchema: read('KeySchema', keySchema),
    globalSecondaryIndexes: read('GlobalSecondaryIndexes', indexes),
    localSecondaryIndexes: read('LocalSecondaryIndexes', indexes),
    ...(streamViewType === undefined ? {} : { streamViewType }),
  };
}

/** DynamoDB tables, Amplify's own kind included. */
export function extractTables(inventory: Inventory): Table[] {
  return inventory
    .ofType('Custom::AmplifyDynamoDBTable', 'AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable')
    .map((view) => toTable(view, inventory));
}
