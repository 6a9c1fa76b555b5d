import type { QueryExecution } from './query-executions.ts';

/** https://docs.aws.amazon.com/athena/latest/APIReference/API_QueryExecution.html */
export function describeExecution(execution: QueryExecution): Readonly<Record<string, unknown>> {
  const { submittedAt, completedAt, reason, database, parameters } = execution;
  return {
    QueryExecutionId: execution.id,
    Query: execution.query,
    StatementType: 'DML',
    SubstatementType: execution.isUnload ? 'UNLOAD' : 'SELECT',
    ResultConfiguration: { OutputLocation: execution.outputLocation },
    QueryExecutionContext: { Catalog: 'awsdatacatalog', ...(database === undefined ? {} : { Database: database }) },
    Status: {
      State: execution.state,
      SubmissionDateTime: submittedAt / 1000,
      ...(completedAt === undefined ? {} : { CompletionDateTime: completedAt / 1000 }),
      ...(reason === undefined ? {} : { StateChangeReason: reason }),
      ...(execution.state === 'FAILED'
        ? { AthenaError: { ErrorCategory: 2, ErrorType: 1006, Retryable: false, ErrorMessage: reason } }
        : {}),
    },
    Statistics: {
      EngineExecutionTimeInMillis: execution.engineMs,
      DataScannedInBytes: execution.scannedBytes,
      TotalExecutionTimeInMillis: execution.engineMs,
      QueryQueueTimeInMillis: 0,
      ServiceProcessingTimeInMillis: 0,
    },
    WorkGroup: execution.workGroup,
    EngineVersion: { SelectedEngineVersion: 'AUTO', EffectiveEngineVersion: 'Athena engine version 3' },
    ...(parameters.length === 0 ? {} : { ExecutionParameters: parameters }),
  };
}
