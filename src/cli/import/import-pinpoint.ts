import { readFile } from 'node:fs/promises';
import {
  mapCampaign,
  mapSegment,
  mapTemplate,
  type NotMapped,
  type PinpointThing,
} from '../../domain/pinpoint-export/index.ts';
import { RefusedError } from '../graphql-session.ts';
import { signIn, type SignInOptions } from '../sign-in.ts';
import { listFiles } from './list-files.ts';
import { inDependencyOrder, readThings, type ReadThing } from './pinpoint-things.ts';
import { createPinpointSaver, type SavedThing } from './save-pinpoint-thing.ts';

export interface ImportPinpointCommand extends SignInOptions {
  readonly name: 'import-pinpoint';
  readonly paths: readonly string[];
  readonly messageClass: 'AD' | 'TRANSACTIONAL';
  readonly json: boolean;
}

/** What became of one file. */
export interface PinpointResult {
  readonly file: string;
  readonly kind: string;
  readonly name?: string;
  readonly id?: string;
  /** It was there already, from an import before. */
  readonly isUpdate?: boolean;
  /** Why nothing was saved. */
  readonly refused?: string;
  readonly notMapped: readonly NotMapped[];
}

/** `bonghwa import-pinpoint FILE...`: saves exported templates, segments and campaigns; says what did not map. */
export async function importPinpoint(command: ImportPinpointCommand): Promise<number> {
  const fail = (message: string): number => {
    process.stderr.write(`${message}\n`);
    return 1;
  };
  const signedIn = await signIn(command);
  if (!signedIn.ok) return fail(signedIn.message);
  const { session } = signedIn;
  try {
    const files = await listFiles(command.paths);
    if (files.length === 0) return fail('There are no files to import.');
    const things = inDependencyOrder(await readThings(files, (file) => readFile(file)));
    const empty = files.filter((file) => things.every((thing) => thing.file !== file));
    for (const file of empty) process.stderr.write(`${file}: there is no definition in it.\n`);
    if (things.length === 0) return fail('Nothing was imported.');
    const saver = createPinpointSaver(session, command.messageClass);
    const results: PinpointResult[] = [];
    for (const thing of things) {
      const result = await saveOne(thing, saver);
      results.push(result);
      if (!command.json) printResult(result);
    }
    if (command.json) process.stdout.write(`${JSON.stringify({ results })}\n`);
    return results.some(({ refused }) => refused !== undefined) ? 1 : 0;
  } finally {
    await session.close();
  }
}

const REFUSED = {
  segment: 'Not saved: without what is not mapped it would be other people. Change it in its file and run it again.',
  campaign: 'Nothing of it could be mapped.',
  template: 'Nothing of it could be mapped.',
} as const;

async function saveOne(
  { file, thing }: ReadThing,
  saver: ReturnType<typeof createPinpointSaver>,
): Promise<PinpointResult> {
  const { kind } = thing;
  if (thing.kind === 'unknown') return { file, kind, refused: thing.reason, notMapped: [] };
  const save = async <T extends { readonly name: string }>(
    { mapped, notMapped }: { readonly mapped: T | null; readonly notMapped: readonly NotMapped[] },
    write: (value: T) => Promise<SavedThing>,
  ): Promise<PinpointResult> => {
    if (mapped === null) {
      saver.refuse(thing.kind, nameOf(thing));
      return { file, kind, refused: REFUSED[thing.kind], notMapped };
    }
    const { name } = mapped;
    try {
      return { file, kind, name, notMapped, ...(await write(mapped)) };
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      return { file, kind, name, refused: `${error.code}: ${error.message}`, notMapped };
    }
  };
  if (thing.kind === 'template')
    return save(mapTemplate(thing.value, thing.type), (template) => saver.saveTemplate(template));
  if (thing.kind === 'segment') return save(mapSegment(thing.value), (segment) => saver.saveSegment(segment));
  return save(mapCampaign(thing.value), (campaign) => saver.saveCampaign(campaign));
}

/** What others call a thing that could not be mapped. */
function nameOf(thing: Exclude<PinpointThing, { kind: 'unknown' }>): string {
  const name = thing.value[thing.kind === 'template' ? 'TemplateName' : 'Id'];
  return `${thing.kind === 'template' ? `${thing.type} ` : ''}${typeof name === 'string' ? name : ''}`;
}

function printResult({ file, kind, name, id, isUpdate, refused, notMapped }: PinpointResult): void {
  const write = (text: string): void => void process.stdout.write(`${text}\n`);
  write(
    `${file}: ${kind}${name === undefined ? '' : ` "${name}"`}: ${refused ?? `${isUpdate === true ? 'updated' : 'saved as'} ${id ?? ''}`}`,
  );
  for (const { path, reason } of notMapped) write(`  not mapped: ${path === '' ? '(all)' : path}: ${reason}`);
}
