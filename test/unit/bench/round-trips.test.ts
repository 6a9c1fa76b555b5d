import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { longestChain, watchRequests } from '../../../bench/api/watch-requests.ts';

describe('round trips of a call', () => {
  const server = createServer((_request, response) => void setTimeout(20).then(() => response.end()));
  let url = '';
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  const ask = (operation: string): Promise<unknown> =>
    fetch(url, { method: 'POST', headers: { 'x-amz-target': `DynamoDB_20120810.${operation}` } });

  it('are counted one after another, and those beside each other once', async () => {
    const watch = watchRequests();
    await ask('GetItem');
    await Promise.all([ask('GetItem'), ask('PutItem'), ask('Query')]);
    await ask('TransactWriteItems');
    await fetch(url, { headers: { authorization: 'AWS4-HMAC-SHA256 Credential=x' } });
    await fetch(url);
    watch.stop();
    await ask('GetItem');
    expect(watch.seen.map(({ name }) => name).sort()).toEqual([
      'DynamoDB GetItem',
      'DynamoDB GetItem',
      'DynamoDB PutItem',
      'DynamoDB Query',
      'DynamoDB TransactWriteItems',
      'GET /',
    ]);
    expect(longestChain(watch.seen.filter(({ isStore }) => isStore))).toBe(3);
  });

  it('make the longest chain that there is', () => {
    const spans = [
      { from: 0, to: 9 },
      { from: 0, to: 2 },
      { from: 3, to: 5 },
      { from: 4, to: 6 },
      { from: 6, to: 8 },
    ];
    expect(longestChain(spans)).toBe(3);
    expect(longestChain([])).toBe(0);
  });
});
