/** The seam between "who is calling" and everything that must know it: the GraphQL executor, realtime, and the service endpoints. */
import type { AuthMode } from '../assembly/resources.ts';
import type { Identity } from './identity.ts';

export interface AuthRequest {
  readonly method: string;
  /** Path with query string, as received. */
  readonly path: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly sourceIp: string;
}

/** A caller whose credentials were verified for one mode. */
export interface Caller {
  readonly mode: AuthMode;
  /** null only for API keys. */
  readonly identity: Identity | null;
  /** Fields that a Lambda authorizer denied, as `Type.field`. */
  readonly deniedFields: readonly string[];
  /** IAM only: does the role's policy allow `appsync:GraphQL` on `types/<type>/fields/<field>`? */
  readonly mayAccessField: (typeName: string, fieldName: string) => boolean;
}

export type AuthOutcome =
  | { readonly ok: true; readonly caller: Caller }
  | {
      readonly ok: false;
      readonly status: 401 | 403 | 400;
      readonly errorType: 'UnauthorizedException' | 'BadRequestException';
      readonly message: string;
    };

/** Decides the mode from the headers as AppSync does, then verifies. Never "allow all". */
export type Authenticate = (
  request: AuthRequest,
  graphql?: {
    readonly query: string;
    readonly operationName?: string;
    readonly variables?: unknown;
    readonly requestId: string;
  },
) => Promise<AuthOutcome>;
