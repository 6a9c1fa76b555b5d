/** What a deployment would know of its surroundings: the values behind pseudo parameters and service addresses. */
export interface CloudEnvironment {
  readonly region: string;
  readonly accountId: string;
  readonly stackName: string;
  /** `http://127.0.0.1:PORT`, without a trailing slash. */
  readonly endpointUrl: string;
  /** Values of `secret()`, by name. */
  readonly secrets?: Readonly<Record<string, string>>;
}
