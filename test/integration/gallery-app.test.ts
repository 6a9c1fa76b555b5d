import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateClient } from 'aws-amplify/data';
import { remove, uploadData } from 'aws-amplify/storage';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Schema } from '../fixtures/gallery-app/amplify/data/resource.ts';
import type { RunningCommand } from '../running-command.ts';
import { interrupt, runSandboxCommand, useSandbox } from '../running-sandbox.ts';

let folder: string;
let command: RunningCommand | undefined;
let client: ReturnType<typeof generateClient<Schema>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gallery-'));
  command = runSandboxCommand('gallery-app', folder, '--port', '0', '--user', 'ann@example.com', '--once');
  await command.waitFor(/Ready\./);
  await useSandbox(folder, 'ann@example.com');
  client = generateClient<Schema>();
}, 300_000);
afterAll(async () => {
  await interrupt(command);
  await rm(folder, { recursive: true, force: true });
});

/** What the functions wrote down of one photo or file, in the order of what happened. */
async function seen(source: 'stream' | 'storage', subject: string): Promise<readonly string[]> {
  const { data } = await client.models.Sighting.sightingsOf({ source }, { limit: 1000 });
  return data
    .filter((sighting) => sighting.subject === subject)
    .toSorted((left, right) => (left.id < right.id ? -1 : 1))
    .map((sighting) => sighting.what);
}

async function createPhoto(input: { title: string; hidden?: boolean }): Promise<string> {
  const { data, errors } = await client.models.Photo.create(input);
  expect(errors).toBeUndefined();
  return data?.id ?? '';
}

const soon = { timeout: 30_000, interval: 200 };

class BlobReader {
  result: ArrayBuffer | null = null;
  onload: (() => void) | null = null;
  readAsArrayBuffer(blob: Blob): void {
    void blob.arrayBuffer().then((bytes) => {
      this.result = bytes;
      this.onload?.();
    });
  }
}

describe('an app whose functions follow a table and a bucket', () => {
  it('S17 tells a function what happened to an item, in order, with both images', async () => {
    const id = await createPhoto({ title: 'sea' });
    for (const likes of [1, 2]) await client.models.Photo.update({ id, likes });
    await client.models.Photo.delete({ id });
    await expect
      .poll(() => seen('stream', id), soon)
      .toEqual(['INSERT - 0 sea', 'MODIFY 0 1 sea', 'MODIFY 1 2 sea', 'REMOVE 2 - sea']);
  });

  it('S17 hands over only what passes the filter', async () => {
    const id = await createPhoto({ title: 'secret', hidden: true });
    await client.models.Photo.delete({ id });
    await expect.poll(() => seen('stream', id), soon).toEqual(['REMOVE 0 - secret']);
  });

  it('S17 tries again what the function reports as failed, and gives up what never succeeds', async () => {
    const stumbling = await createPhoto({ title: 'stumble' });
    const poisonous = await createPhoto({ title: 'poison' });
    const after = await createPhoto({ title: 'after' });
    await expect.poll(() => seen('stream', after), soon).toEqual(['INSERT - 0 after']);
    expect(await seen('stream', stumbling)).toEqual(['INSERT - 0 stumble']);
    expect(await seen('stream', poisonous)).toEqual([]);
  });

  it('S17 tells a function of what is uploaded and removed', async () => {
    const path = 'photos/한 장.txt';
    await uploadData({ path, data: 'hello' }).result;
    await remove({ path });
    await expect.poll(() => seen('storage', path), soon).toEqual(['ObjectCreated:Put 5', 'ObjectRemoved:Delete -']);
  });

  it('S28 takes what the client uploads in parts', async () => {
    const path = 'photos/large.bin';
    // What the client makes its checksum of parts with; browsers have it, and Node.js has not.
    vi.stubGlobal('FileReader', BlobReader);
    await uploadData({ path, data: new Uint8Array(6 * 1024 * 1024) }).result;
    await expect.poll(() => seen('storage', path), soon).toEqual(['ObjectCreated:CompleteMultipartUpload 6291456']);
  });

  it('U14 says what the first run does and how long it takes, and goes on telling', () => {
    const printed = command?.output() ?? '';
    if (!printed.includes('for the first time')) return;
    expect(printed).toMatch(/synthesized for the first time: .* takes 10 to 60 s/);
    expect(printed).toMatch(/synthesizing: \d+ s so far/);
    expect(printed).toMatch(/synthesizing: done in \d+ s/);
  });
});
