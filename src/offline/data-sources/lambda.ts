import type { LambdaRuntime } from '../services/contract.ts';
import { type DataSource, mappingTemplateError } from './data-source.ts';
import { createBatcher } from './lambda-batch.ts';
import { lambdaOutcome, startEvent } from './lambda-invocation.ts';

/** https://docs.aws.amazon.com/appsync/latest/devguide/resolver-reference-lambda-js.html */
export function lambdaDataSource(functionArn: string, runtime: LambdaRuntime): DataSource {
  const invokeBatched = createBatcher(functionArn, runtime);
  return {
    async invoke(document, call) {
      const operation = document['operation'] ?? 'Invoke';
      const invocationType = document['invocationType'] ?? 'RequestResponse';
      if (invocationType !== 'RequestResponse' && invocationType !== 'Event') {
        throw mappingTemplateError(`Invalid value for field '$[invocationType]': ${JSON.stringify(invocationType)}.`);
      }
      const payload = document['payload'] ?? null;
      if (operation === 'BatchInvoke') return invokeBatched(payload, invocationType, call);
      if (operation !== 'Invoke') throw mappingTemplateError(`Unsupported operation ${JSON.stringify(operation)}.`);
      if (invocationType === 'Event') {
        startEvent(functionArn, payload, runtime);
        return { ok: true, result: null };
      }
      return lambdaOutcome(await runtime.invoke(functionArn, payload));
    },
  };
}
