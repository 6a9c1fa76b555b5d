/**
 * Runs in a child process: lets the deployer of `npx ampx sandbox` synthesize the backend, and stops where it would begin
 * to deploy. Prints one JSON line: how it would have deployed.
 *
 * Usage: node synthesize-by-deployer.mjs BACKEND_FILE, in the folder that gets `.amplify/artifacts/cdk.out`.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [backendFile] = process.argv.slice(2);
const deployerFile = createRequire(import.meta.url).resolve('@aws-amplify/backend-deployer');
const { Toolkit } = await import(createRequire(deployerFile).resolve('@aws-cdk/toolkit-lib'));
// Its packages export no such path: this is what their command line constructs.
const { CDKDeployer } = await import(pathToFileURL(join(dirname(deployerFile), 'cdk_deployer.js')).href);

const ioHost = { notify: async () => undefined, requestResponse: async ({ defaultResponse }) => defaultResponse };
const toolkit = new Toolkit({ ioHost, emojis: false, color: false });
let deployment;
toolkit.deploy = async (_assembly, options) => void (deployment = options);
const deployer = new CDKDeployer(
  { getAmplifyError: (error) => error },
  { locate: () => backendFile },
  {},
  toolkit,
  ioHost,
);
await deployer.deploy({ namespace: 'bonghwa', name: 'dev', type: 'sandbox' }, { validateAppSources: false });
process.stdout.write(`\n${JSON.stringify(deployment)}\n`, () => process.exit(0));
