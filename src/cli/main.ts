import { parseCommandLine } from './parse-command-line.ts';
import { usageOf } from './usage.ts';

const parsed = parseCommandLine(process.argv.slice(2));
if (!parsed.ok) {
  process.stderr.write(`${parsed.message}\n\n${usageOf(process.argv[2])}`);
  process.exitCode = 2;
} else {
  process.exitCode = await run(parsed.command).catch(refuseSystemError);
}

/** A full disk, a folder that may not be written: said in a line. Anything else is a bug, and shows where. */
function refuseSystemError(error: unknown): number {
  if (!(error instanceof Error && 'syscall' in error)) throw error;
  process.stderr.write(`${error.message}\n`);
  return 1;
}

/** Commands are loaded when asked for: `start` must not pay for what only `demo` needs. */
async function run(command: Extract<typeof parsed, { ok: true }>['command']): Promise<number> {
  switch (command.name) {
    case 'start':
      return (await import('./start.ts')).start(command);
    case 'sandbox':
      return (await import('./sandbox/run-sandbox.ts')).runSandbox(command);
    case 'demo':
      return (await import('./demo/run-demo.ts')).runDemo(command);
    case 'import':
      return (await import('./import/import-command.ts')).importCommand(command);
    case 'import-pinpoint':
      return (await import('./import/import-pinpoint.ts')).importPinpoint(command);
    case 'import-events':
      return (await import('./import-events/import-events-command.ts')).importEventsCommand(command);
    case 'export-recipients':
      return (await import('./export-recipients.ts')).exportRecipients(command);
    case 'help':
      process.stdout.write(usageOf(command.of));
      return 0;
    case 'version':
      process.stdout.write(`${await (await import('./version-of.ts')).versionOf()}\n`);
      return 0;
  }
}
