import type { DataSourceDefinition } from '../assembly/resources.ts';
import { ResolverError } from '../resolvers/contract.ts';
import type { DataSource } from './data-source.ts';

/** A data source that does not run offline: calling it fails by name, never silently. */
export function unsupportedDataSource({
  name,
  actualType,
  problem,
}: Extract<DataSourceDefinition, { type: 'UNSUPPORTED' }>): DataSource {
  const message =
    problem === undefined
      ? `Data source ${name} is of type ${actualType}, which does not run offline. NONE, AWS_LAMBDA and AMAZON_DYNAMODB do.`
      : `Data source ${name} (${actualType}) does not run offline: ${problem}.`;
  return {
    invoke: async () => {
      throw new ResolverError({
        message,
        errorType: 'UnsupportedDataSource',
        data: null,
        errorInfo: { dataSource: name, type: actualType },
      });
    },
  };
}
