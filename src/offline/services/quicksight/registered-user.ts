/** A user of QuickSight, as an ARN names them. */
export interface RegisteredUser {
  readonly arn: string;
  readonly accountId: string;
  /** May have slashes: who was registered by an IAM role is called `role/session`. */
  readonly name: string;
}

const USER_ARN = /^arn:aws[\w-]*:quicksight:[a-z0-9-]+:(\d{12}):user\/[\w.-]+\/(.+)$/;

/** Reads the ARN of a user; undefined when it is none. */
export function readUserArn(arn: unknown): RegisteredUser | undefined {
  if (typeof arn !== 'string') return undefined;
  const [, accountId, name] = USER_ARN.exec(arn) ?? [];
  return accountId === undefined || name === undefined ? undefined : { arn, accountId, name };
}
