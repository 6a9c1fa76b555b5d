/** @module What a front end calls instead of `Amplify.configure` while its backend runs in the sandbox. */
export { configureSandbox, type Outputs } from './configure-sandbox.ts';
