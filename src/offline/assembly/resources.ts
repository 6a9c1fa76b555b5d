import type { UserPool } from './user-pool.ts';

/**
 * What a synthesized backend consists of, once every intrinsic function is resolved: plain data, no CloudFormation left.
 * The rest of the sandbox reads only this, so it knows nothing of templates and nothing of any one application.
 */

export interface CloudApp {
  /** Content hash of the assembly; changes when anything that would be deployed changes. */
  readonly hash: string;
  readonly region: string;
  readonly accountId: string;
  readonly apis: readonly GraphqlApi[];
  readonly tables: readonly Table[];
  readonly functions: readonly LambdaFunction[];
  readonly eventSources: readonly QueueEventSource[];
  readonly streamSources: readonly StreamEventSource[];
  readonly functionUrls: readonly FunctionUrl[];
  readonly schedules: readonly Schedule[];
  readonly eventRules: readonly EventRule[];
  readonly queues: readonly Queue[];
  readonly userPools: readonly UserPool[];
  readonly identityPools: readonly IdentityPool[];
  readonly roles: readonly Role[];
  readonly buckets: readonly Bucket[];
  readonly parameters: readonly Parameter[];
  readonly pinpointApps: readonly PinpointApp[];
  readonly deliveryStreams: readonly DeliveryStream[];
  readonly catalogTables: readonly CatalogTable[];
  readonly workGroups: readonly QueryWorkGroup[];
  readonly dashboards: readonly Dashboard[];
  readonly emailConfigurationSets: readonly EmailConfigurationSet[];
  readonly firewalls: readonly Firewall[];
  /** Values of the root stack's outputs: what `amplify_outputs.json` is generated from. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Root template `Metadata` (Amplify keeps its output schema there). */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Resource types present in the assembly that the sandbox does not execute, with their count. Shown at start, never hidden. */
  readonly skipped: Readonly<Record<string, number>>;
  /** Parts that somebody will miss, each with its reason. Shown at start, one by one. */
  readonly missing: readonly MissingPart[];
  /** Values of `secret()` that functions read when they start. */
  readonly secrets: readonly SecretReference[];
}

/** Something of the backend that does nothing here: a trigger of a function, a function, a data source. */
export interface MissingPart {
  /** What it belongs to: a function's name, a data source. */
  readonly owner: string;
  /** What does not happen, and why. */
  readonly problem: string;
}

/** A secret in the environment of a function: it is read from SSM by one of two names when the function starts. */
export interface SecretReference {
  readonly name: string;
  readonly functionName: string;
  /** The parameter of this backend, and the one that all backends of an app share. */
  readonly parameterNames: readonly string[];
}

export type AuthMode = 'API_KEY' | 'AWS_IAM' | 'AMAZON_COGNITO_USER_POOLS' | 'OPENID_CONNECT' | 'AWS_LAMBDA';

export interface AuthProvider {
  readonly mode: AuthMode;
  readonly userPoolId?: string;
  readonly oidcIssuer?: string;
  readonly oidcClientId?: string;
  readonly authorizerFunctionArn?: string;
  readonly authorizerResultTtlSeconds?: number;
  readonly identityValidationExpression?: string;
}

export interface ApiKey {
  readonly id: string;
  /** Seconds since the epoch. */
  readonly expires?: number;
}

export interface GraphqlApi {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  /** SDL as uploaded, AWS directives included. */
  readonly schema: string;
  readonly defaultAuth: AuthProvider;
  readonly additionalAuth: readonly AuthProvider[];
  readonly apiKeys: readonly ApiKey[];
  readonly dataSources: readonly DataSourceDefinition[];
  readonly functions: readonly AppsyncFunction[];
  readonly resolvers: readonly Resolver[];
  readonly introspectionDisabled: boolean;
  readonly queryDepthLimit?: number;
  readonly resolverCountLimit?: number;
  readonly environmentVariables: Readonly<Record<string, string>>;
}

export type DataSourceDefinition =
  | { readonly type: 'NONE'; readonly name: string }
  | { readonly type: 'AMAZON_DYNAMODB'; readonly name: string; readonly tableName: string; readonly roleArn?: string }
  | { readonly type: 'AWS_LAMBDA'; readonly name: string; readonly functionArn: string; readonly roleArn?: string }
  /** HTTP, RDS, OpenSearch, EventBridge, ... or one whose table or function is elsewhere: calling it fails loudly, by name. */
  | { readonly type: 'UNSUPPORTED'; readonly name: string; readonly actualType: string; readonly problem?: string };

export type ResolverCode =
  | { readonly runtime: 'VTL'; readonly request?: TemplateText; readonly response?: TemplateText }
  | { readonly runtime: 'APPSYNC_JS'; readonly code: TemplateText };

/** Text of a mapping template or resolver module. `source` names the asset file or logical id, for errors and coverage. */
export interface TemplateText {
  readonly text: string;
  readonly source: string;
}

export interface AppsyncFunction {
  readonly id: string;
  readonly name: string;
  readonly dataSourceName: string;
  readonly code: ResolverCode;
  readonly maxBatchSize: number;
}

export interface Resolver {
  readonly typeName: string;
  readonly fieldName: string;
  readonly kind: 'UNIT' | 'PIPELINE';
  readonly dataSourceName?: string;
  readonly functionIds: readonly string[];
  readonly code: ResolverCode;
  readonly maxBatchSize: number;
}

/** A URL at which a function answers: anybody (NONE), or who signs and is allowed (AWS_IAM). */
export interface FunctionUrl {
  readonly authType: 'NONE' | 'AWS_IAM';
  readonly functionArn: string;
  readonly url: string;
}

export interface Table {
  readonly name: string;
  readonly arn: string;
  readonly logicalId: string;
  readonly attributeDefinitions: readonly { readonly name: string; readonly type: 'S' | 'N' | 'B' }[];
  readonly keySchema: readonly KeyElement[];
  readonly globalSecondaryIndexes: readonly SecondaryIndex[];
  readonly localSecondaryIndexes: readonly SecondaryIndex[];
  /** What the table's stream shows of a change; absent when it has no stream. */
  readonly streamViewType?: StreamViewType;
}

export const STREAM_VIEW_TYPES = ['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES'] as const;

export type StreamViewType = (typeof STREAM_VIEW_TYPES)[number];

export interface KeyElement {
  readonly name: string;
  readonly type: 'HASH' | 'RANGE';
}

export interface SecondaryIndex {
  readonly name: string;
  readonly keySchema: readonly KeyElement[];
  readonly projection: { readonly type: 'ALL' | 'KEYS_ONLY' | 'INCLUDE'; readonly nonKeyAttributes: readonly string[] };
}

export interface LambdaFunction {
  readonly name: string;
  readonly arn: string;
  readonly logicalId: string;
  /** Folder of the unpacked bundle. */
  readonly codePath: string;
  /** As in Lambda: `file.export`. */
  readonly handler: string;
  readonly runtime: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly roleArn: string;
  readonly reservedConcurrency?: number;
  /** Why it cannot run here; whoever calls it is told. */
  readonly unavailable?: string;
}

export interface QueueEventSource {
  readonly queueArn: string;
  readonly functionArn: string;
  readonly batchSize: number;
  readonly maxBatchingWindowSeconds: number;
  readonly maxConcurrency?: number;
  readonly reportBatchItemFailures: boolean;
  readonly enabled: boolean;
  /** Only messages that match one of these patterns are handed over, if there are any; the others are deleted. */
  readonly filters?: readonly EventFilter[];
}

/** A pattern of an event source's `FilterCriteria`; known to be one that the sandbox can match. */
export type EventFilter = Readonly<Record<string, unknown>>;

/** A function that is called with the changes of a table. */
export interface StreamEventSource {
  /** Keeps its place in the stream from one start to the next. */
  readonly id: string;
  readonly tableName: string;
  readonly streamArn: string;
  readonly viewType: StreamViewType;
  readonly functionArn: string;
  /** LATEST: what changes from its first start on; TRIM_HORIZON: what the stream still has of before, too. */
  readonly startingPosition: 'LATEST' | 'TRIM_HORIZON';
  readonly batchSize: number;
  readonly maxBatchingWindowSeconds: number;
  /** Infinity: until the records expire, after 24 hours. */
  readonly maxRetryAttempts: number;
  readonly maxRecordAgeSeconds: number;
  readonly bisectBatchOnFunctionError: boolean;
  readonly reportBatchItemFailures: boolean;
  readonly filters: readonly EventFilter[];
  /** Is told of batches that were given up. */
  readonly failureQueueArn?: string;
  readonly enabled: boolean;
}

export interface Schedule {
  readonly name: string;
  /** `rate(1 minute)` or `cron(...)`, as EventBridge writes it. */
  readonly expression: string;
  readonly targetFunctionArn: string;
  readonly input?: unknown;
  readonly enabled: boolean;
  /** EventBridge Scheduler only; rules run in UTC. */
  readonly timezone?: string;
}

/** A rule of the default event bus with an event pattern. */
export interface EventRule {
  readonly name: string;
  readonly arn: string;
  /** As in the template; known to be a pattern the sandbox can match. */
  readonly pattern: Readonly<Record<string, unknown>>;
  readonly enabled: boolean;
  readonly targets: readonly EventTarget[];
}

/** `input` is a constant JSON text that a target gets instead of the event. */
export type EventTarget =
  | { readonly kind: 'QUEUE'; readonly queueArn: string; readonly input?: string }
  | { readonly kind: 'FUNCTION'; readonly functionArn: string; readonly input?: string };

export interface Queue {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  readonly fifo: boolean;
  readonly visibilityTimeoutSeconds: number;
  readonly delaySeconds: number;
  readonly retentionSeconds: number;
  readonly deadLetter?: { readonly queueArn: string; readonly maxReceiveCount: number };
}

export type { UserPool } from './user-pool.ts';

export interface IdentityPool {
  readonly id: string;
  readonly allowUnauthenticated: boolean;
  readonly authenticatedRoleArn?: string;
  readonly unauthenticatedRoleArn?: string;
  readonly userPoolIds: readonly string[];
}

export interface Role {
  readonly arn: string;
  readonly name: string;
  /** Inline, attached and managed-by-this-app statements together. AWS-managed policies are expanded only for basic Lambda logging. */
  readonly statements: readonly PolicyStatement[];
}

export interface PolicyStatement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

export interface Bucket {
  readonly name: string;
  readonly arn: string;
  /** Folders whose files the deployment copies into the bucket (CDK's bucket deployments). */
  readonly deployedFolders?: readonly { readonly path: string; readonly keyPrefix: string }[];
  /** Who is told of which changes of its objects. */
  readonly notifications?: readonly BucketNotification[];
}

/** Kinds of changes of objects that happen in the sandbox, as S3 names them. */
export const OBJECT_EVENTS = [
  'ObjectCreated:Put',
  'ObjectCreated:Copy',
  'ObjectCreated:CompleteMultipartUpload',
  'ObjectRemoved:Delete',
] as const;

export type ObjectEvent = (typeof OBJECT_EVENTS)[number];

export interface BucketNotification {
  readonly id: string;
  readonly events: readonly ObjectEvent[];
  readonly keyPrefix: string;
  readonly keySuffix: string;
  readonly target:
    | { readonly kind: 'FUNCTION'; readonly functionArn: string }
    | { readonly kind: 'QUEUE'; readonly queueArn: string }
    /** The default event bus. */
    | { readonly kind: 'EVENT_BUS' };
}

export interface Parameter {
  readonly name: string;
  readonly value: string;
}

export interface PinpointApp {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
}

/** A Firehose stream: with a bucket, records become objects of it; without, they are kept as they are. */
export interface DeliveryStream {
  readonly name: string;
  readonly arn: string;
  readonly bucketName?: string;
  /** May hold `!{timestamp:...}`: when the oldest record of an object came, in `timeZone`. */
  readonly prefix?: string;
  readonly errorPrefix?: string;
  readonly timeZone?: string;
  /** An object is written when either is reached. */
  readonly buffering?: { readonly seconds: number; readonly bytes: number };
  /** JSON records become Parquet. */
  readonly conversion?: RecordConversion;
  /** Why it cannot run here; whoever puts a record is told. */
  readonly problem?: string;
}

/** How Firehose turns JSON into Parquet. */
export interface RecordConversion {
  readonly columns: readonly CatalogColumn[];
  readonly deserializer: JsonDeserializer;
  readonly compression: 'UNCOMPRESSED' | 'GZIP' | 'SNAPPY';
}

/** The OpenX JSON SerDe. https://docs.aws.amazon.com/firehose/latest/APIReference/API_OpenXJsonSerDe.html */
export interface JsonDeserializer {
  /** Keys become lower case before anything else, on every level. */
  readonly isCaseInsensitive: boolean;
  readonly convertsDots: boolean;
  /** The JSON key that a column is read from, where it is another one. */
  readonly keyOfColumn: Readonly<Record<string, string>>;
}

/** A column of a table in the Glue catalog; the type is Hive's (`map<string,double>`). */
export interface CatalogColumn {
  readonly name: string;
  readonly type: string;
}

/** A table of the Glue catalog. */
export interface CatalogTable {
  readonly database: string;
  readonly name: string;
  readonly columns: readonly CatalogColumn[];
  readonly partitionKeys: readonly CatalogColumn[];
  /** `projection.*` and `storage.location.template` among them. */
  readonly parameters: Readonly<Record<string, string>>;
  /** `s3://bucket/prefix/` */
  readonly location?: string;
  /** Why it cannot be queried here. */
  readonly problem?: string;
}

/** A dashboard of QuickSight. */
export interface Dashboard {
  readonly id: string;
}

/** A workgroup of Athena. */
export interface QueryWorkGroup {
  readonly name: string;
  readonly arn: string;
  /** Its settings hold, whatever a query asks for. */
  readonly isEnforced: boolean;
  readonly outputLocation?: string;
  /** A query that would read more is cancelled. */
  readonly maxScannedBytes?: number;
}

export const EMAIL_EVENT_TYPES = [
  'SEND',
  'REJECT',
  'BOUNCE',
  'COMPLAINT',
  'DELIVERY',
  'OPEN',
  'CLICK',
  'RENDERING_FAILURE',
  'DELIVERY_DELAY',
  'SUBSCRIPTION',
] as const;

export type EmailEventType = (typeof EMAIL_EVENT_TYPES)[number];

export interface EmailConfigurationSet {
  readonly name: string;
  readonly arn: string;
  /** What of an e-mail's fate is told to the default event bus. */
  readonly publishedEvents: readonly EmailEventType[];
}

/** A web application firewall, and the API it stands before. */
export interface Firewall {
  readonly resourceArn: string;
  readonly blocksByDefault: boolean;
  /** In the order in which they are asked. */
  readonly rules: readonly FirewallRule[];
}

export interface FirewallRule {
  readonly name: string;
  /** COUNT lets the next rule decide. */
  readonly outcome: 'ALLOW' | 'BLOCK' | 'COUNT';
  readonly statement: FirewallStatement;
}

export type FirewallStatement =
  | { readonly kind: 'AND' | 'OR'; readonly statements: readonly FirewallStatement[] }
  | { readonly kind: 'NOT'; readonly statement: FirewallStatement }
  | { readonly kind: 'ADDRESSES'; readonly cidrs: readonly string[] }
  | {
      readonly kind: 'HEADER';
      readonly header: string;
      readonly position: 'EXACTLY' | 'STARTS_WITH' | 'ENDS_WITH' | 'CONTAINS';
      readonly text: string;
      readonly isLowercased: boolean;
    }
  | {
      readonly kind: 'RATE';
      /** Requests of one address within the window. */
      readonly limit: number;
      readonly windowSeconds: number;
      readonly scope?: FirewallStatement;
    };
