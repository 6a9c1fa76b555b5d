import { generateClient } from 'aws-amplify/data';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configureAmplify, signInAs } from '../amplify-client.ts';
import { LIBRARY_APP, startBackend, type RunningBackend } from '../backends-under-test.ts';
import type { Schema } from '../fixtures/library-app/amplify/data/resource.ts';

let backend: RunningBackend;
let client: ReturnType<typeof generateClient<Schema>>;

beforeAll(async () => {
  backend = await startBackend(LIBRARY_APP);
  configureAmplify(backend);
  client = generateClient<Schema>();
});
afterAll(() => backend.stop());

const asLibrarian = () => signInAs(backend, 'librarian@example.com', ['librarians']);
const asReader = (name: string) => signInAs(backend, `${name}@example.com`, []);

describe('an unrelated Amplify Gen 2 app in the sandbox', () => {
  it('creates, reads, updates and deletes a model, with defaults and timestamps', async () => {
    await asLibrarian();
    const created = await client.models.Book.create({
      title: '토지',
      isbn: '978-1',
      details: JSON.stringify({ volumes: 16 }),
    });
    expect(created.errors).toBeUndefined();
    expect(created.data).toMatchObject({ title: '토지', copies: 1 });
    const id = created.data?.id ?? '';
    expect(Date.parse(created.data?.createdAt ?? '')).toBeGreaterThan(0);
    expect((await client.models.Book.update({ id, copies: 5 })).errors).toBeUndefined();
    expect((await client.models.Book.get({ id })).data).toMatchObject({ copies: 5, title: '토지' });
    await client.models.Book.delete({ id });
    expect((await client.models.Book.get({ id })).data).toBeNull();
  });

  it('follows a relationship both ways and sorts it by the index', async () => {
    await asLibrarian();
    const shelf = await client.models.Shelf.create({ label: '한국 소설' });
    const shelfId = shelf.data?.id ?? '';
    for (const title of ['채식주의자', '광장', '소년이 온다']) {
      await client.models.Book.create({ title, isbn: `isbn-${title}`, shelfId, genre: 'NOVEL' });
    }
    const books = await shelf.data?.books();
    expect(books?.data.map((book) => book.title).toSorted()).toEqual(['광장', '소년이 온다', '채식주의자'].toSorted());
    const sorted = await client.models.Book.booksByShelf({ shelfId }, { sortDirection: 'DESC' });
    expect(sorted.data.map((book) => book.title)).toEqual(['채식주의자', '소년이 온다', '광장']);
    const back = await books?.data[0]?.shelf();
    expect(back?.data?.label).toBe('한국 소설');
  });

  it('queries a secondary index and pages through a filtered list', async () => {
    await asLibrarian();
    for (let index = 0; index < 7; index += 1) {
      await client.models.Book.create({ title: `시집 ${index}`, isbn: `poem-${index}`, genre: 'POETRY' });
    }
    expect((await client.models.Book.booksByIsbn({ isbn: 'poem-3' })).data.map((book) => book.title)).toEqual([
      '시집 3',
    ]);
    const titles: string[] = [];
    let nextToken: string | null | undefined;
    do {
      const page = await client.models.Book.list({
        filter: { genre: { eq: 'POETRY' }, title: { beginsWith: '시집' } },
        limit: 3,
        ...(nextToken ? { nextToken } : {}),
      });
      expect(page.errors).toBeUndefined();
      titles.push(...page.data.map((book) => book.title));
      nextToken = page.nextToken;
    } while (nextToken);
    expect(titles.toSorted()).toEqual(Array.from({ length: 7 }, (_, index) => `시집 ${index}`));
  });

  it('refuses a write by someone outside the group, and an unknown caller altogether', async () => {
    await asReader('reader');
    const refused = await client.models.Book.create({ title: 'x', isbn: 'y' });
    expect(refused.data).toBeNull();
    expect(refused.errors?.[0]).toMatchObject({ errorType: 'Unauthorized' });
  });

  it('shows a row with an owner to its owner only', async () => {
    await asReader('first');
    const loan = await client.models.Loan.create({ bookTitle: '광장' });
    expect(loan.data).toMatchObject({ bookTitle: '광장', returned: false });
    const id = loan.data?.id ?? '';
    expect((await client.models.Loan.list()).data).toHaveLength(1);
    await asReader('second');
    expect((await client.models.Loan.list()).data).toHaveLength(0);
    expect((await client.models.Loan.get({ id })).data).toBeNull();
    const stolen = await client.models.Loan.update({ id, returned: true });
    expect(stolen.data).toBeNull();
    expect(stolen.errors?.length).toBeGreaterThan(0);
  });

  it('serves an API key what the key may read, and nothing else', async () => {
    const byKey = await client.models.Shelf.list({ authMode: 'apiKey' });
    expect(byKey.errors).toBeUndefined();
    const refused = await client.models.Book.list({ authMode: 'apiKey' });
    expect(refused.errors?.[0]).toMatchObject({ errorType: 'Unauthorized' });
  });

  it('runs a JS resolver on DynamoDB, with its condition and its own error', async () => {
    await asLibrarian();
    const book = await client.models.Book.create({ title: '원미동 사람들', isbn: 'w-1', copies: 2 });
    const raised = await client.mutations.raiseCopies({ bookId: book.data?.id ?? '', by: 3 });
    expect(raised.errors).toBeUndefined();
    expect(raised.data).toMatchObject({ copies: 5 });
    const missing = await client.mutations.raiseCopies({ bookId: 'nowhere', by: 1 });
    expect(missing.errors?.[0]).toMatchObject({ errorType: 'BOOK_NOT_FOUND' });
  });

  it('runs a function from its bundle, in its own environment', async () => {
    await asReader('asker');
    expect((await client.queries.echoTitle({ title: '토지' })).data).toBe('You asked for 토지');
    const failed = await client.queries.echoTitle({ title: 'forbidden' });
    expect(failed.errors?.[0]?.message).toContain('not for lending');
  });

  it('delivers a filtered custom subscription only what passes its filter', async () => {
    await asReader('listener');
    const heard: string[] = [];
    const ready = new Promise<void>((resolve, reject) => {
      const subscription = client.subscriptions.onAnnouncement({ shelf: 'A', minimumLevel: 2 }).subscribe({
        next: (event) => {
          heard.push(event.text);
          if (event.text === 'last') {
            subscription.unsubscribe();
            resolve();
          }
        },
        error: reject,
      });
    });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await client.mutations.announce({ shelf: 'A', text: 'too quiet', level: 1 });
    await client.mutations.announce({ shelf: 'B', text: 'elsewhere', level: 9 });
    await client.mutations.announce({ shelf: 'A', text: 'heard', level: 2 });
    await client.mutations.announce({ shelf: 'A', text: 'last', level: 3 });
    await ready;
    expect(heard).toEqual(['heard', 'last']);
  });

  it('delivers a model subscription with a filter', async () => {
    await asLibrarian();
    const titles: string[] = [];
    const done = new Promise<void>((resolve, reject) => {
      const subscription = client.models.Book.onCreate({ filter: { title: { beginsWith: '새' } } }).subscribe({
        next: (book) => {
          titles.push(book.title);
          subscription.unsubscribe();
          resolve();
        },
        error: reject,
      });
    });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await client.models.Book.create({ title: '낡은 책', isbn: 'old' });
    await client.models.Book.create({ title: '새 책', isbn: 'new' });
    await done;
    expect(titles).toEqual(['새 책']);
  });
});
