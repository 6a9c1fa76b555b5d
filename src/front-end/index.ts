/**
 * What a front end calls instead of `Amplify.configure` while its backend runs in the sandbox.
 *
 * @module bonghwa/front-end
 */
export { configureSandbox, type Outputs } from './configure-sandbox.ts';
