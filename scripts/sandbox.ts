/**
 * `npm run sandbox`: a personal copy of the backend in an AWS account, by Amplify's own `ampx sandbox`. Without telemetry
 * unless the variable says otherwise: where telemetry.cli.amplify.aws cannot be reached, @aws-amplify/platform-core 1.12
 * waits for ever for a request that has failed, and Node 20 and 22 then end with code 13 and not a word.
 */
import { spawnSync } from 'node:child_process';

const env = { AMPLIFY_DISABLE_TELEMETRY: '1', ...process.env };
const own = process.argv.slice(2);
// A deployment that happens once watches nothing; otherwise our sources are outside of amplify/, too.
const words = ['sandbox', ...(own.includes('--once') ? [] : ['--dir-to-watch', '.']), ...own];
const { status } = spawnSync('ampx', words, { stdio: 'inherit', env, shell: process.platform === 'win32' });
process.exitCode = status ?? 1;
