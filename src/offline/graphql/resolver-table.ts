import type { GraphqlApi } from '../assembly/resources.ts';
import { createDataSource, type DataSource } from '../data-sources/index.ts';
import type { DynamoDb, LambdaRuntime } from '../services/contract.ts';
import type { CodeCompiler } from './compile-code.ts';
import type { FieldResolver } from './resolve-field.ts';
import type { Step } from './resolve-step.ts';

/** All resolvers of an API by `Type.field`. A reference to something that does not exist fails here, by name. */
export function createResolverTable(
  api: GraphqlApi,
  compile: CodeCompiler,
  dynamodb: DynamoDb,
  lambda: LambdaRuntime,
): ReadonlyMap<string, FieldResolver> {
  const dataSources = new Map(
    api.dataSources.map((definition) => [definition.name, createDataSource(definition, dynamodb, lambda)]),
  );
  const dataSource = (name: string | undefined, owner: string): DataSource => {
    const found = name === undefined ? undefined : dataSources.get(name);
    if (found === undefined)
      throw new Error(`${owner} uses data source ${name ?? '(none)'}, which API ${api.name} does not have.`);
    return found;
  };
  const steps = new Map<string, Step>();
  for (const definition of api.functions) {
    steps.set(definition.id, {
      key: definition.name,
      handlers: compile(definition.code),
      dataSource: dataSource(definition.dataSourceName, `Function ${definition.name}`),
      maxBatchSize: definition.maxBatchSize,
    });
  }
  const table = new Map<string, FieldResolver>();
  for (const resolver of api.resolvers) {
    const key = `${resolver.typeName}.${resolver.fieldName}`;
    const handlers = compile(resolver.code);
    if (resolver.kind === 'UNIT') {
      const source = dataSource(resolver.dataSourceName, `Resolver ${key}`);
      table.set(key, {
        kind: 'UNIT',
        step: { key, handlers, dataSource: source, maxBatchSize: resolver.maxBatchSize },
      });
      continue;
    }
    const pipeline = resolver.functionIds.map((id) => {
      const step = steps.get(id);
      if (step === undefined)
        throw new Error(`Resolver ${key} uses function ${id}, which API ${api.name} does not have.`);
      return { ...step, key: `${key}/${step.key}` };
    });
    table.set(key, { kind: 'PIPELINE', handlers, steps: pipeline });
  }
  return table;
}
