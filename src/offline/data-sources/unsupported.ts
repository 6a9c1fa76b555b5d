import { ResolverError } from '../resolvers/contract.ts';
import type { DataSource } from './data-source.ts';

/** A kind of data source that does not run offline: calling it fails by name, never silently. */
export function unsupportedDataSource(name: string, actualType: string): DataSource {
  return {
    invoke: async () => {
      throw new ResolverError({
        message: `Data source ${name} is of type ${actualType}, which does not run offline. NONE, AWS_LAMBDA and AMAZON_DYNAMODB do.`,
        errorType: 'UnsupportedDataSource',
        data: null,
        errorInfo: { dataSource: name, type: actualType },
      });
    },
  };
}
