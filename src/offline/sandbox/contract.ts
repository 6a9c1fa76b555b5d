import type { JsonObject } from '../assembly/json.ts';
import type { CloudApp } from '../assembly/resources.ts';
import type { MovableClock } from '../clock.ts';
import type { Site } from '../pages/create-site.ts';
import type { FaultPlan } from '../services/fault-plan.ts';
import type { Outbox } from '../services/outbox/create-outbox.ts';
import type { ProviderQuotas } from '../services/quotas/create-quotas.ts';
import type { CoverageReport } from './coverage.ts';

export interface StartSandboxOptions {
  /** An Amplify Gen 2 `backend.ts`. */
  readonly backendFile: string;
  /** Folders whose contents decide whether the cached synthesis still holds. */
  readonly sourceRoots: readonly string[];
  /** Folders of whose contents only code does: a whole project. */
  readonly codeRoots?: readonly string[];
  readonly cacheFolder: string;
  /** State and logs; one sandbox at a time. */
  readonly dataFolder: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Removes the state first. */
  readonly fresh?: boolean;
  /** A line for the person who started it. */
  readonly log?: (line: string) => void;
  /** What the messaging providers do; see `services/fault-plan.ts`. */
  readonly faultPlan?: unknown;
  /** What the messaging providers let the account send; see `services/quotas/document.ts`. */
  readonly quotas?: unknown;
  /** Milliseconds since the epoch at which the sandbox's clock starts. */
  readonly startAt?: number;
  /** An assembly synthesized before, instead of `backendFile`. */
  readonly assemblyFolder?: string;
  /** Workers per function. */
  readonly maxInstances?: number;
  /**
   * Starts with queues, schedules and events held back until `POST /_sandbox/release-work`, so that what a crash left can be
   * looked at before anything takes it over.
   */
  readonly holdWork?: boolean;
  /** SecureString parameters that an operator makes by hand before a deployment. */
  readonly secureParameters?: readonly string[];
  /** Values of `secret()`, by name. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** A front end, built to static files, to serve beside the API. */
  readonly site?: Site;
}

export interface CreateSandboxUser {
  readonly email: string;
  readonly password: string;
  readonly groups?: readonly string[];
}

/** A backend running on this machine. */
export interface Sandbox {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly graphqlUrl: string;
  /** The contents of `amplify_outputs.json`. */
  readonly outputs: JsonObject;
  readonly app: CloudApp;
  readonly outbox: Outbox;
  readonly faultPlan: FaultPlan;
  readonly quotas: ProviderQuotas;
  readonly clock: MovableClock;
  /** Adds a confirmed user to the backend's user pool; one that exists gets this password, and these groups where any are given. */
  createUser(user: CreateSandboxUser): Promise<{ readonly username: string; readonly sub: string }>;
  /** Makes requests to the API seem to come from an address, so that rules about addresses can be tried; null: real. */
  setSourceAddress(address: string | null): void;
  /** Credentials of a role of the backend, by its name; undefined when there is none. */
  issueCredentials(roleName: string): RoleCredentials | undefined;
  /** Which resolver templates have run since the start. */
  coverage(): CoverageReport;
  /** Lets work under way end, for a moment, then closes everything; nothing of it keeps the process alive. */
  stop(): Promise<void>;
}

export interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly region: string;
}

export interface StartError {
  readonly code: string;
  readonly message: string;
}

export type StartOutcome =
  { readonly ok: true; readonly sandbox: Sandbox } | { readonly ok: false; readonly error: StartError };
