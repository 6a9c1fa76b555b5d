import { parseArgs } from 'node:util';
import { parseIsoTime } from '../domain/consent/index.ts';
import { parseExportRecipients, type ExportRecipientsCommand } from './parse-export-recipients.ts';
import type { ImportCommand } from './import/import-command.ts';
import type { ImportPinpointCommand } from './import/import-pinpoint.ts';
import { parseImport, parseImportPinpoint } from './import/parse-import.ts';
import type { ImportEventsCommand } from './import-events/import-events-command.ts';
import { parseImportEvents } from './import-events/parse-import-events.ts';
import { parsePort } from './parse-port.ts';
import { commandMeantBy } from './usage.ts';
import { parseSandbox } from './sandbox/parse-sandbox.ts';
import type { SandboxCommand } from './sandbox/sandbox-command.ts';

export interface StartCommand {
  readonly name: 'start';
  readonly port: number;
  readonly dataFolder: string;
  readonly fresh: boolean;
  /** Queues, schedules and events wait for `POST /_sandbox/release-work`. */
  readonly holdWork: boolean;
  /** A JSON file of what the messaging providers let the account send; AWS's defaults when absent. */
  readonly quotasFile?: string;
  /** Time the sandbox's clock starts at, in milliseconds since the epoch; the machine's own when absent. */
  readonly startAt?: number;
}

export interface DemoCommand {
  readonly name: 'demo';
  readonly port: number;
  readonly json: boolean;
  readonly keep: boolean;
}

export type Command =
  | StartCommand
  | SandboxCommand
  | DemoCommand
  | ImportCommand
  | ImportPinpointCommand
  | ImportEventsCommand
  | ExportRecipientsCommand
  /** `of`: one command's help; absent: everything's. */
  | { readonly name: 'help'; readonly of?: string }
  | { readonly name: 'version' };
export type ParsedCommandLine =
  { readonly ok: true; readonly command: Command } | { readonly ok: false; readonly message: string };

const DEFAULT_PORT = 20_002;

/** Behind `--` stands a file, whatever it is called. */
function asksForHelp(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return (end === -1 ? words : words.slice(0, end)).some((word) => word === '--help' || word === '-h');
}

function noCommand(name: string): string {
  const meant = commandMeantBy(name);
  return `There is no command "${name}".${meant === undefined ? '' : ` Did you mean ${meant}?`}`;
}

/** Turns the words of a command line into a command, or says which word is wrong. */
export function parseCommandLine(words: readonly string[]): ParsedCommandLine {
  const [name, ...rest] = words;
  const asksFor = name === 'help' ? rest[0] : name;
  if (asksFor !== undefined && (name === 'help' || asksForHelp(rest))) {
    return { ok: true, command: { name: 'help', of: asksFor } };
  }
  try {
    switch (name) {
      case 'start':
        return parseStart(rest);
      case 'sandbox':
        return parseSandbox(rest);
      case 'demo':
        return parseDemo(rest);
      case 'import':
        return parseImport(rest);
      case 'import-pinpoint':
        return parseImportPinpoint(rest);
      case 'import-events':
        return parseImportEvents(rest);
      case 'export-recipients':
        return parseExportRecipients(rest);
      case undefined:
      case 'help':
      case '--help':
      case '-h':
        return { ok: true, command: { name: 'help' } };
      case '--version':
      case '-v':
        return { ok: true, command: { name: 'version' } };
      default:
        return { ok: false, message: noCommand(name) };
    }
  } catch (error) {
    // parseArgs throws a TypeError that names the option.
    if (error instanceof TypeError) return { ok: false, message: error.message };
    throw error;
  }
}

function parseStart(words: string[]): ParsedCommandLine {
  const { values } = parseArgs({
    args: words,
    options: {
      port: { type: 'string' },
      data: { type: 'string' },
      fresh: { type: 'boolean', default: false },
      at: { type: 'string' },
      quotas: { type: 'string' },
      'hold-work': { type: 'boolean', default: false },
    },
  });
  const port = parsePort(values.port, DEFAULT_PORT);
  if (port === undefined) return { ok: false, message: `--port takes a number from 0 to 65535, not "${values.port}".` };
  if (values.data === '') return { ok: false, message: '--data takes a folder, and got an empty name.' };
  const startAt = values.at === undefined ? undefined : parseIsoTime(values.at);
  if (startAt === null) return { ok: false, message: `--at takes an ISO date and time, not "${values.at}".` };
  return {
    ok: true,
    command: {
      name: 'start',
      port,
      dataFolder: values.data ?? '.bonghwa/data',
      fresh: values.fresh,
      holdWork: values['hold-work'],
      ...(values.quotas === undefined ? {} : { quotasFile: values.quotas }),
      ...(startAt === undefined ? {} : { startAt }),
    },
  };
}

function parseDemo(words: string[]): ParsedCommandLine {
  const { values } = parseArgs({
    args: words,
    options: {
      port: { type: 'string' },
      json: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
    },
  });
  const port = parsePort(values.port, 0);
  if (port === undefined) return { ok: false, message: `--port takes a number from 0 to 65535, not "${values.port}".` };
  return { ok: true, command: { name: 'demo', port, json: values.json, keep: values.keep } };
}
