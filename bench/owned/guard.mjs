/**
 * Runs a program that is not ours and ends it when whoever started this guard is gone: `guard.mjs <command> [arguments]`.
 * The guard's standard input is a pipe that nobody writes to; the system closes it when its owner ends, however that
 * happens. Plain JavaScript, so that it starts in milliseconds.
 */
import { spawn } from 'node:child_process';

const [command = '', ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal));
process.stdin.on('close', () => child.kill('SIGKILL')).resume();
child.once('error', (error) => {
  process.stderr.write(`${command} could not be started: ${error.message}\n`);
  process.exit(127);
});
child.once('exit', (code) => process.exit(code ?? 1));
