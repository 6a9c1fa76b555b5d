import type { FunctionUrl } from '../resources.ts';
import { functionArn, functionName } from './function-arn.ts';
import type { Inventory } from './inventory.ts';

/** Services that call functions here, too; what of theirs does not run is said where it is read. */
const CALLING = new Set(['s3', 'events', 'scheduler', 'cognito-idp', 'appsync', 'lambda']);

/**
 * Says of each function which other services would call it in the cloud. Whoever is to call a function needs a permission
 * for it, so that the permissions name every trigger, of whatever kind.
 */
export function reportOtherTriggers(
  inventory: Inventory,
  functionArns: readonly string[],
  functionUrls: readonly FunctionUrl[],
): void {
  for (const view of inventory.ofType('AWS::Lambda::Permission')) {
    const arn = functionArn(view.requiredText('FunctionName'), functionArns);
    if (!functionArns.includes(arn)) continue;
    const principal = view.text('Principal') ?? '';
    const isUrl = view.text('FunctionUrlAuthType') !== undefined || view.text('Action') === 'lambda:InvokeFunctionUrl';
    if (isUrl || view.text('InvokedViaFunctionUrl') === 'true') {
      if (!functionUrls.some((url) => url.functionArn === arn)) {
        inventory.miss(functionName(arn), 'has no URL here (AWS::Lambda::Url)');
      }
      continue;
    }
    const service = /^(?:[\w-]+\.)*?([\w-]+)\.amazonaws\.com$/.exec(principal)?.[1];
    if (service === undefined || CALLING.has(service)) continue;
    const source = view.text('SourceArn');
    inventory.miss(functionName(arn), `is not called by ${source ?? principal}: ${service} does not run offline`);
  }
}
