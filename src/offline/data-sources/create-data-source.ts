import type { DataSourceDefinition } from '../assembly/resources.ts';
import type { DynamoDb, LambdaRuntime } from '../services/contract.ts';
import type { DataSource } from './data-source.ts';
import { dynamodbDataSource } from './dynamodb/dynamodb-data-source.ts';
import { lambdaDataSource } from './lambda.ts';
import { noneDataSource } from './none.ts';
import { unsupportedDataSource } from './unsupported.ts';

export function createDataSource(
  definition: DataSourceDefinition,
  dynamodb: DynamoDb,
  lambda: LambdaRuntime,
): DataSource {
  switch (definition.type) {
    case 'NONE':
      return noneDataSource;
    case 'AMAZON_DYNAMODB':
      return dynamodbDataSource(definition.tableName, dynamodb);
    case 'AWS_LAMBDA':
      return lambdaDataSource(definition.functionArn, lambda);
    case 'UNSUPPORTED':
      return unsupportedDataSource(definition);
  }
}
