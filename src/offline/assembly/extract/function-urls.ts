import type { FunctionUrl } from '../resources.ts';
import { functionArn, functionName } from './function-arn.ts';
import type { Inventory } from './inventory.ts';

/** The URLs at which functions answer by themselves. */
export function extractFunctionUrls(inventory: Inventory, functionArns: readonly string[]): FunctionUrl[] {
  return inventory.ofType('AWS::Lambda::Url').flatMap((view): FunctionUrl[] => {
    const arn = functionArn(view.requiredText('TargetFunctionArn'), functionArns);
    if (!functionArns.includes(arn)) return [];
    const authType = view.text('AuthType');
    if (authType !== 'NONE' && authType !== 'AWS_IAM') {
      inventory.miss(functionName(arn), 'has no URL here: only those of AuthType NONE and AWS_IAM run offline');
      return [];
    }
    return [{ functionArn: arn, url: inventory.attribute(view, 'FunctionUrl'), authType }];
  });
}
