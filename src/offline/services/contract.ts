/** The seam between the one HTTP endpoint that AWS SDKs are pointed at and the services behind it. */

/** Who signed an AWS request, after the signature was verified. null for operations that AWS leaves unsigned (Cognito sign-in, presigned URLs carry theirs). */
export interface Principal {
  readonly roleArn: string;
  readonly accountId: string;
  readonly accessKeyId: string;
}

export interface AwsRequest {
  /** Signing name: `dynamodb`, `sqs`, `mobiletargeting`, `ses`, `sms-voice`, `firehose`, `athena`, `quicksight`, `s3`, `ssm`, `cognito-idp`, `cognito-identity`, `sts`, `events`, `lambda`. */
  readonly service: string;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly principal: Principal | null;
}

export interface AwsResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  /** The connection is closed without an answer after this time: a scripted time-out. Everything else in the response is ignored. */
  readonly dropAfterMs?: number;
}

/** An IAM action on one resource. */
export interface Authorization {
  readonly action: string;
  readonly resource: string;
  /** Values of the condition keys that this action has (`s3:prefix`). */
  readonly context?: Readonly<Record<string, string>>;
}

export interface AwsService {
  /** IAM action and resource of a request, for the policy check: all of them must be allowed. undefined when the operation needs no permission. */
  authorizationOf(request: AwsRequest): Authorization | readonly Authorization[] | undefined;
  /** An operation that is not supported answers 501 with its name and a `NotSupportedOffline` error; it never approximates. */
  handle(request: AwsRequest): Promise<AwsResponse>;
  stop?(): Promise<void>;
}

/** In-process DynamoDB: what resolvers use, without HTTP. Inputs and outputs are the wire shapes of the DynamoDB JSON protocol. */
export interface DynamoDb {
  call(operation: string, input: Record<string, unknown>): Promise<Record<string, unknown>>;
}

/** DynamoDB's own error, with the name the service uses (`ConditionalCheckFailedException`). */
export class DynamoDbError extends Error {
  constructor(
    override readonly name: string,
    message: string,
    readonly status: number,
    readonly item?: Record<string, unknown>,
  ) {
    super(message);
  }
}

export type InvocationResult =
  | { readonly ok: true; readonly payload: unknown }
  | { readonly ok: false; readonly errorType: string; readonly errorMessage: string; readonly timedOut: boolean };

/** Runs the functions of a cloud app from their synthesized bundles. */
export interface LambdaRuntime {
  invoke(functionArn: string, payload: unknown): Promise<InvocationResult>;
  stop(): Promise<void>;
}

/** An event as a service hands it to the default event bus. */
export interface PublishedEvent {
  readonly source: string;
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly resources?: readonly string[];
  /** Milliseconds since the epoch; when it reaches the bus, if absent. */
  readonly time?: number;
  /** Milliseconds of the sandbox's clock until it reaches the bus. */
  readonly delayMs?: number;
  /** Copies of the same event, as an at-least-once delivery may bring them. */
  readonly times?: number;
}

/** The default event bus, from the side of what happens. An accepted event survives the end of the process. */
export interface EventPublisher {
  /** For each event its id, and the names of the rules that want it. Nothing is delivered before the caller has answered. */
  publish(events: readonly PublishedEvent[]): readonly { readonly id: string; readonly rules: readonly string[] }[];
}

/** Runs functions for callers who do not wait. An accepted invocation survives the end of the process. */
export interface AsynchronousInvoker {
  invokeLater(functionArn: string, payload: unknown): void;
}
