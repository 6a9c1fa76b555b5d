import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  InvalidRequestException,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import type { LakeQueries } from '../../app/insight/index.ts';
import { parameterText, parameterValue } from './parameter-text.ts';

/** Where the lake is asked: a workgroup, which limits what a query may scan, and the Glue database of its tables. */
export interface LakePlace {
  readonly workgroup: string;
  readonly database: string;
}

/** Athena's own words when a query was ended for what it scanned. */
const OVER_LIMIT = /bytes scanned limit/i;

/** Asks the lake through Athena. Queries of other workgroups are as if they were not there. */
export function createLakeQueries({ workgroup, database }: LakePlace, client = new AthenaClient()): LakeQueries {
  return {
    async start({ sql, parameters }) {
      const { QueryExecutionId } = await client.send(
        new StartQueryExecutionCommand({
          QueryString: sql,
          WorkGroup: workgroup,
          QueryExecutionContext: { Database: database },
          ...(parameters.length === 0 ? {} : { ExecutionParameters: parameters.map(parameterText) }),
        }),
      );
      if (QueryExecutionId === undefined) throw new Error('Athena started a query and did not say its id.');
      return QueryExecutionId;
    },

    async look(queryId) {
      const { QueryExecution: query } = await client
        .send(new GetQueryExecutionCommand({ QueryExecutionId: queryId }))
        .catch((error: unknown) => {
          if (error instanceof InvalidRequestException) return { QueryExecution: undefined };
          throw error;
        });
      if (query === undefined || query.WorkGroup !== workgroup) return null;
      const sql = query.Query ?? '';
      const parameters = (query.ExecutionParameters ?? []).map(parameterValue);
      const submittedAt = query.Status?.SubmissionDateTime?.getTime() ?? 0;
      switch (query.Status?.State) {
        case 'SUCCEEDED':
          return {
            state: 'DONE',
            sql,
            parameters,
            submittedAt,
            scannedBytes: query.Statistics?.DataScannedInBytes ?? 0,
          };
        case 'FAILED':
        case 'CANCELLED': {
          const reason = query.Status.StateChangeReason ?? 'Athena said no reason.';
          return { state: 'FAILED', sql, parameters, reason, isOverLimit: OVER_LIMIT.test(reason) };
        }
        default:
          return { state: 'RUNNING', sql, parameters, submittedAt };
      }
    },

    async read(queryId, next) {
      const { ResultSet, NextToken } = await client.send(
        new GetQueryResultsCommand({
          QueryExecutionId: queryId,
          MaxResults: 1_000,
          ...(next === undefined ? {} : { NextToken: next }),
        }),
      );
      const columns = (ResultSet?.ResultSetMetadata?.ColumnInfo ?? []).map(({ Name = '', Type = '' }) => ({
        name: Name,
        type: Type,
      }));
      const rows = (ResultSet?.Rows ?? []).map(({ Data = [] }) =>
        columns.map((_, place) => Data[place]?.VarCharValue ?? null),
      );
      // The first row of the first page repeats the names of the columns.
      const body = next === undefined ? rows.slice(1) : rows;
      return { columns, rows: body, ...(NextToken === undefined ? {} : { next: NextToken }) };
    },
  };
}
