/** A Cognito user pool as its template describes it. What is absent is as lenient as can be: tests need little of it. */
export interface UserPool {
  readonly id: string;
  readonly arn: string;
  readonly usernameAttributes: readonly string[];
  readonly passwordMinLength: number;
  /** Character classes a password must contain; none when absent. */
  readonly passwordRequires?: readonly PasswordClass[];
  /** How long a temporary password is good for; a week when absent. */
  readonly temporaryPasswordDays?: number;
  /** Groups of the template; more are made while the sandbox runs. */
  readonly groups: readonly UserPoolGroup[];
  readonly clients: readonly UserPoolClient[];
  /** Trigger name (`PreTokenGeneration`, ...) to function ARN. */
  readonly triggers: Readonly<Record<string, string>>;
  /** Which event the PreTokenGeneration function gets. */
  readonly tokenGenerationVersion?: 'V1_0' | 'V2_0' | 'V3_0';
  /** What users may have; any name when absent. */
  readonly attributes?: readonly PoolAttribute[];
  /** Whether only administrators make users. */
  readonly isClosed?: boolean;
  /** Addresses that are asked to be confirmed by themselves when they change. */
  readonly autoVerified?: readonly string[];
  /** Addresses that keep their old value until the new one is confirmed; all when absent, as in Amplify's pools. */
  readonly verifiedBeforeUpdate?: readonly string[];
  readonly mfa?: PoolMfa;
  readonly messages?: PoolMessages;
}

export type PasswordClass = 'lowercase' | 'uppercase' | 'number' | 'symbol';

export interface UserPoolGroup {
  readonly name: string;
  readonly roleArn?: string;
  /** The lower, the more it counts. */
  readonly precedence?: number;
  readonly description?: string;
}

export interface UserPoolClient {
  readonly id: string;
  readonly accessTokenMinutes: number;
  readonly idTokenMinutes: number;
  readonly refreshTokenDays: number;
  /** `ExplicitAuthFlows`; all flows when absent. */
  readonly authFlows?: readonly string[];
  /** Attributes that users may set through this client; all when absent. */
  readonly writeAttributes?: readonly string[];
  /** Whether sign-in tells that there is no such user (`PreventUserExistenceErrors: LEGACY`). */
  readonly tellsWhoExists?: boolean;
}

export interface PoolAttribute {
  /** `name`, or `custom:tenant`. */
  readonly name: string;
  readonly type: 'String' | 'Number' | 'DateTime' | 'Boolean';
  readonly isRequired: boolean;
  readonly isMutable: boolean;
  /** Characters of a text. */
  readonly minLength?: number;
  readonly maxLength?: number;
  /** Of a number. */
  readonly minValue?: number;
  readonly maxValue?: number;
}

export interface PoolMfa {
  readonly mode: 'OFF' | 'OPTIONAL' | 'ON';
  readonly methods: readonly MfaMethod[];
}

export type MfaMethod = 'SMS_MFA' | 'SOFTWARE_TOKEN_MFA' | 'EMAIL_OTP';

/** Wordings with `{####}` for a code or temporary password and `{username}`; Cognito's own where absent. */
export interface PoolMessages {
  /** Codes are sent as a link, which needs a domain of Cognito's. */
  readonly isLink?: boolean;
  readonly verificationSubject?: string;
  readonly verificationEmail?: string;
  readonly verificationSms?: string;
  readonly invitationSubject?: string;
  readonly invitationEmail?: string;
  readonly invitationSms?: string;
  readonly authenticationSms?: string;
}
