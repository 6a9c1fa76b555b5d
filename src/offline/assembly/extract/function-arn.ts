/** `function:name`, with or without a version or an ARN around it, becomes the function's ARN. */
export function functionArn(nameOrArn: string, arns: readonly string[]): string {
  return (
    arns.find((arn) => arn === nameOrArn || arn.endsWith(`:${nameOrArn}`) || nameOrArn.startsWith(`${arn}:`)) ??
    nameOrArn
  );
}

/** How a function is called where somebody reads of it. */
export function functionName(arn: string): string {
  return arn.split(':')[6] ?? arn;
}
