import type { AttributesOfType, ResourceView } from './resource-view.ts';

const STREAM_LABEL = 'stream/2026-01-01T00:00:00.000';

const tableAttributes = (view: ResourceView, nameProperty: string): ReturnType<AttributesOfType> => {
  const name = () => view.text(nameProperty) ?? view.names.suffixed(view.path, view.logicalId, 255);
  const arn = () => view.arn('dynamodb', `table/${name()}`);
  const stream = () => `${arn()}/${STREAM_LABEL}`;
  return {
    ref: name,
    attributes: { Arn: arn, TableArn: arn, TableName: name, StreamArn: stream, TableStreamArn: stream },
  };
};

/** `AWS::DynamoDB::Table` and `AWS::DynamoDB::GlobalTable`. */
export const table: AttributesOfType = (view) => tableAttributes(view, 'TableName');

/** `Custom::AmplifyDynamoDBTable`: Amplify's own table resource, with properties in camel case. */
export const amplifyTable: AttributesOfType = (view) => tableAttributes(view, 'tableName');

export const bucket: AttributesOfType = (view) => {
  // Bucket names are lower case and at most 63 long; the hash keeps them apart.
  const name = () =>
    view.text('BucketName') ?? `${view.logicalId.toLowerCase().slice(0, 50)}-${view.names.lower(view.path, 12)}`;
  return {
    ref: name,
    attributes: {
      Arn: () => `arn:aws:s3:::${name()}`,
      DomainName: () => `${name()}.s3.amazonaws.com`,
      RegionalDomainName: () => `${name()}.s3.${view.environment.region}.amazonaws.com`,
    },
  };
};

export const ssmParameter: AttributesOfType = (view) => {
  const name = () => view.text('Name') ?? view.names.suffixed(view.path, view.logicalId, 255);
  return { ref: name, attributes: { Value: () => view.requiredText('Value'), Type: () => view.requiredText('Type') } };
};
