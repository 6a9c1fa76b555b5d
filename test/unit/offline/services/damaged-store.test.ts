import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDynamoDb, type EmbeddedDynamoDb } from '../../../../src/offline/services/dynamodb/create-dynamodb.ts';
import { lookAtTables } from '../../../../src/offline/services/dynamodb/leveldb/whole-tables.ts';
import { StateDamagedError } from '../../../../src/offline/services/state-damaged.ts';

const KILLED_WRITER = join(import.meta.dirname, 'killed-writer.ts');

const CUSTOMERS = 2000;
const root = mkdtempSync(join(tmpdir(), 'damaged-store-'));
/** As stopped: everything is in the log. */
const stopped = join(root, 'stopped');
/** As killed, a moment after the last write. */
const killed = join(root, 'killed');
/** Opened and stopped once more: everything is in tables. */
const compacted = join(root, 'compacted');
const folder = join(root, 'tried');

const open = async (path: string): Promise<EmbeddedDynamoDb> => {
  const db = await createDynamoDb({ folder: path, region: 'r', accountId: '0' });
  await db.ensureTable({
    name: 'Customer',
    arn: 'a',
    logicalId: 'T',
    attributeDefinitions: [{ name: 'id', type: 'S' }],
    keySchema: [{ name: 'id', type: 'HASH' }],
    globalSecondaryIndexes: [],
    localSecondaryIndexes: [],
  });
  return db;
};

async function countIn(path: string): Promise<number> {
  const db = await open(path);
  let count = 0;
  let start: unknown;
  do {
    const page = await db.call('Scan', {
      TableName: 'Customer',
      ...(start === undefined ? {} : { ExclusiveStartKey: start }),
    });
    count += Number(page['Count']);
    start = page['LastEvaluatedKey'];
  } while (start !== undefined);
  await db.stop();
  return count;
}

const refusal = async (): Promise<StateDamagedError> => {
  const outcome = await open(folder).then(
    (db) => db.stop().then(() => undefined),
    (error: unknown) => error,
  );
  if (!(outcome instanceof StateDamagedError)) throw new Error(`It opened: ${String(outcome)}`);
  return outcome;
};

const fileIn = (path: string, pattern: RegExp): string => {
  const files = readdirSync(path).filter((name) => pattern.test(name));
  const [largest] = files.sort((a, b) => readFileSync(join(path, b)).length - readFileSync(join(path, a)).length);
  if (largest === undefined) throw new Error(`There is no ${pattern.source} in ${path}.`);
  return join(path, largest);
};

function flip(file: string, at: number, count = 16): void {
  const bytes = readFileSync(file);
  for (let index = at; index < at + count; index += 1) bytes[index] = (bytes[index] ?? 0) ^ 0xff;
  writeFileSync(file, bytes);
}

beforeAll(async () => {
  const db = await open(stopped);
  for (let n = 0; n < CUSTOMERS; n += 1) {
    const Item = { id: { S: `customer-${n}` }, text: { S: '봉화'.repeat(60) } };
    await db.call('PutItem', { TableName: 'Customer', Item });
  }
  await delay(1200);
  await db.call('PutItem', { TableName: 'Customer', Item: { id: { S: 'customer-0' } } });
  cpSync(stopped, killed, { recursive: true });
  await db.stop();
  cpSync(stopped, compacted, { recursive: true });
  await (await open(compacted)).stop();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const use = (source: string): void => cpSync(source, folder, { recursive: true });
beforeEach(() => rmSync(folder, { recursive: true, force: true }));

describe('S34 a damaged store', () => {
  it.each([
    ['killed', () => killed],
    ['stopped', () => stopped],
    ['compacted', () => compacted],
  ])('S34 is not what a %s one is', async (_name, source) => {
    use(source());
    expect(await countIn(folder)).toBe(CUSTOMERS);
  });

  it('S34 is refused when 16 bytes of its log are flipped, with what is lost and what helps', async () => {
    use(stopped);
    const log = fileIn(folder, /\.log$/);
    const before = readFileSync(log);
    flip(log, Math.floor(before.length / 3));
    const { message, code } = await refusal();
    expect(code).toBe('STATE_DAMAGED');
    expect(message).toMatch(/\d+\.log cannot be read in 1 place, first at byte \d+/);
    expect(message).toMatch(/Customer: 1[0-9]{3} of 2000 items can be read/);
    expect(message).toContain('Put the folder back from a copy, or start with --fresh');
    expect(readFileSync(log)).toHaveLength(before.length);
    expect((await refusal()).message).toBe(message);
  });

  it.each([killed, stopped])('S34 is refused when its log was cut in half', async (source) => {
    use(source);
    const log = fileIn(folder, /\.log$/);
    truncateSync(log, Math.floor(readFileSync(log).length / 2));
    expect((await refusal()).message).toMatch(
      /\.log ends at byte \d+, and was written beyond byte \d+.*of 2000 items can be read/,
    );
  });

  it('S34 is refused when its log is gone', async () => {
    use(killed);
    rmSync(fileIn(folder, /\.log$/));
    expect((await refusal()).message).toMatch(/\.log is missing/);
  });

  it.each([1, 5, 20])(
    'S34 is not one whose last record lacks %i bytes: the process died while writing it',
    async (missing) => {
      use(killed);
      const log = fileIn(folder, /\.log$/);
      truncateSync(log, readFileSync(log).length - missing);
      expect(await countIn(folder)).toBe(CUSTOMERS);
    },
  );

  it('S34 opens as it is when it is of before there were notes', async () => {
    use(stopped);
    rmSync(join(folder, 'WRITTEN'));
    expect(await countIn(folder)).toBe(CUSTOMERS);
  });

  it('S34 is refused when parts of a table are flipped, cut off or gone', async () => {
    const size = readFileSync(fileIn(compacted, /\.ldb$/)).length;
    for (const damage of [
      (file: string) => flip(file, 100),
      (file: string) => flip(file, size - 300),
      (file: string) => flip(file, size - 20),
      (file: string) => truncateSync(file, size - 10),
      (file: string) => rmSync(file),
    ]) {
      rmSync(folder, { recursive: true, force: true });
      use(compacted);
      damage(fileIn(folder, /\.ldb$/));
      expect((await refusal()).message).toMatch(/\.ldb (has parts whose checksum|has \d+ bytes instead|is missing)/);
    }
  });

  it.each([
    ['CURRENT is flipped', () => flip(join(folder, 'CURRENT'), 0, 4), /CURRENT does not name a manifest/],
    ['CURRENT is empty', () => writeFileSync(join(folder, 'CURRENT'), ''), /CURRENT does not name a manifest/],
    ['CURRENT is gone', () => rmSync(join(folder, 'CURRENT')), /CURRENT is missing/],
    [
      'CURRENT names another',
      () => writeFileSync(join(folder, 'CURRENT'), 'MANIFEST-999999\n'),
      /MANIFEST-999999, which is missing/,
    ],
    [
      'the manifest is cut off',
      () => truncateSync(fileIn(folder, /^MANIFEST/), 60),
      /MANIFEST-\d+ (?:ends at byte|cannot be read)|LevelDB cannot open it/,
    ],
    ['the manifest is flipped', () => flip(fileIn(folder, /^MANIFEST/), 30), /MANIFEST-\d+ cannot be read/],
  ])('S34 is refused when %s', async (_name, damage, words) => {
    use(compacted);
    damage();
    expect((await refusal()).message).toMatch(words);
  });
});

describe('S34 the tables of a store', () => {
  const tables = (): string[] => readdirSync(folder).filter((file) => file.endsWith('.ldb'));
  /** Those that a start would read. */
  const unread = (): readonly string[] => lookAtTables(folder, tables(), -1).unread;

  it('S34 are read once, and again when they are other files or the mark is gone or damaged', async () => {
    use(compacted);
    expect(unread()).toEqual(tables());
    expect(await countIn(folder)).toBe(CUSTOMERS);
    expect(unread()).toEqual([]);
    expect(await countIn(folder)).toBe(CUSTOMERS);
    const [table = ''] = tables();
    const file = join(folder, table);
    const { atime, mtime } = statSync(file);
    writeFileSync(file, readFileSync(file));
    utimesSync(file, atime, mtime);
    expect(unread()).toContain(table);
    expect(await countIn(folder)).toBe(CUSTOMERS);
    writeFileSync(join(folder, 'WHOLE'), '{"000005.ldb":');
    expect(unread()).toEqual(tables());
    rmSync(join(folder, 'WHOLE'));
    expect(await countIn(folder)).toBe(CUSTOMERS);
    expect(unread()).toEqual([]);
  });

  it('S34 are refused when they were damaged after they were found whole, at rest or while the store was open', async () => {
    use(compacted);
    expect(await countIn(folder)).toBe(CUSTOMERS);
    flip(fileIn(folder, /\.ldb$/), 200);
    const found = (await refusal()).message;
    expect(found).toMatch(/\.ldb has parts whose checksum is wrong/);
    expect((await refusal()).message).toBe(found);
    rmSync(folder, { recursive: true });
    use(compacted);
    const db = await open(folder);
    flip(fileIn(folder, /\.ldb$/), 200);
    await db.stop();
    expect((await refusal()).message).toMatch(/\.ldb has parts whose checksum is wrong/);
  });

  it('S34 that a process wrote before it was killed are read, and refused when they are damaged', async () => {
    use(compacted);
    expect(await countIn(folder)).toBe(CUSTOMERS);
    const known = tables();
    const child = spawn(process.execPath, ['--import', 'tsx', KILLED_WRITER, folder], { stdio: 'ignore' });
    await once(child, 'exit');
    expect(child.signalCode).toBe('SIGKILL');
    const made = tables().filter((table) => !known.includes(table));
    expect(made.length).toBeGreaterThan(0);
    expect([...unread()].sort()).toEqual(made);
    flip(join(folder, made[0] ?? ''), 200);
    expect((await refusal()).message).toContain(`${made[0]} has parts whose checksum is wrong`);
  });
});

describe('the checksums of a store', () => {
  it('find every flipped byte of a log', async () => {
    const { readLogRecords } = await import('../../../../src/offline/services/dynamodb/leveldb/log-records.ts');
    const log = readFileSync(fileIn(stopped, /\.log$/)).subarray(0, 100_000);
    const whole = readLogRecords(log);
    expect(whole.damagedAt).toEqual([]);
    for (let at = 0; at < 60_000; at += 97) {
      const changed = Buffer.from(log);
      changed[at] = (changed[at] ?? 0) ^ 0x10;
      const { damagedAt, wholeUntil } = readLogRecords(changed);
      expect(damagedAt.length > 0 || wholeUntil < whole.wholeUntil, `byte ${at}`).toBe(true);
    }
  });
});
