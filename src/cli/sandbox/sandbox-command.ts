/** `bonghwa sandbox`: runs somebody's Amplify Gen 2 backend on this machine. */
export interface SandboxCommand {
  readonly name: 'sandbox';
  /** Its `backend.ts`. */
  readonly backendFile: string;
  readonly port: number;
  /** Where its state lives; `.bonghwa/data` in the project when absent. */
  readonly dataFolder?: string;
  readonly fresh: boolean;
  readonly users: readonly SandboxUser[];
  /** Values of `secret()`, by name. */
  readonly secrets: Readonly<Record<string, string>>;
  /** A file of more of them, one `NAME=value` a line; `.bonghwa/secrets.env` in the project when absent. */
  readonly secretsFile?: string;
  /** Where the client's configuration goes; see `choose-outputs-file.ts` for the default. */
  readonly outputsFile?: string;
  /** Does not start again when sources change. */
  readonly once: boolean;
}

export interface SandboxUser {
  readonly email: string;
  readonly groups: readonly string[];
}
