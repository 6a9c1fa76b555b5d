/** @module The offline sandbox: an Amplify Gen 2 backend, as it would be deployed, on this machine. */
export type {
  CreateSandboxUser,
  RoleCredentials,
  Sandbox,
  StartError,
  StartOutcome,
  StartSandboxOptions,
} from './sandbox/contract.ts';
export { codeRootsOf, findProject } from './assembly/find-project.ts';
export { keyOfSources } from './assembly/hash-sources.ts';
export { keepInUse, outOfUse } from './assembly/keep-in-use.ts';
export { startSandbox } from './sandbox/start-sandbox.ts';
