import { mkdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export interface DataFolder {
  /** Where all state is; nothing else of the folder is ever removed. */
  readonly state: string;
  readonly logs: string;
  release(): void;
}

export type DataFolderOutcome =
  | { readonly ok: true; readonly folder: DataFolder }
  | {
      readonly ok: false;
      readonly error: { readonly code: 'DATA_FOLDER_IN_USE' | 'DATA_FOLDER_UNUSABLE'; readonly message: string };
    };

/** Locks held by this process: after a crash in a container, a new process may well get the old one's id. */
const held = new Set<string>();

/** When a process started, in clock ticks since boot; tells it from a later one with the same id. Linux only. */
function startOf(pid: number): string {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the command in parentheses and may contain spaces.
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function ownerOf(lock: string): number | undefined {
  const [pidText = '', start = ''] = readFileSync(lock, 'utf8').trim().split(' ');
  const pid = Number(pidText);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  if (pid === process.pid) return held.has(lock) ? pid : undefined;
  return isAlive(pid) && startOf(pid) === start ? pid : undefined;
}

const UNUSABLE: Readonly<Record<string, string>> = {
  EEXIST: 'it is a file, or lies in one',
  ENOTDIR: 'it is a file, or lies in one',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'it is on a file system that is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of the disk is used up',
  ENAMETOOLONG: 'its name is too long',
};

/** Takes a data folder for this process alone: two sandboxes in one folder would destroy each other's files. */
export function openDataFolder(path: string, fresh: boolean): DataFolderOutcome {
  const folder = resolve(path);
  try {
    return take(folder, fresh);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? UNUSABLE[String(error.code)] : undefined;
    if (why === undefined) throw error;
    const message = `The data folder ${folder} cannot be used: ${why}. Name a folder that this user may write with --data.`;
    return { ok: false, error: { code: 'DATA_FOLDER_UNUSABLE', message } };
  }
}

function take(folder: string, fresh: boolean): DataFolderOutcome {
  mkdirSync(folder, { recursive: true });
  const lock = join(folder, 'lock');
  for (let attempt = 0; ; attempt += 1) {
    try {
      writeFileSync(lock, `${process.pid} ${startOf(process.pid)}\n`, { flag: 'wx' });
      break;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST') || attempt > 1) throw error;
      const owner = ownerOf(lock);
      if (owner !== undefined) {
        const message = `The data folder ${folder} is in use by another sandbox (process ${owner}). Stop that one, or choose another folder with --data.`;
        return { ok: false, error: { code: 'DATA_FOLDER_IN_USE', message } };
      }
      // Left behind by a killed sandbox.
      unlinkSync(lock);
    }
  }
  held.add(lock);
  const state = join(folder, 'state');
  if (fresh) rmSync(state, { recursive: true, force: true });
  const logs = join(folder, 'logs');
  for (const part of [state, logs]) mkdirSync(part, { recursive: true });
  return {
    ok: true,
    folder: {
      state,
      logs,
      release: () => {
        held.delete(lock);
        rmSync(lock, { force: true });
      },
    },
  };
}
