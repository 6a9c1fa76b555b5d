import { describe, expect, it } from 'vitest';
import { failedMessageIds } from '../../../../src/offline/events/batch-failures.ts';

const ids = ['a', 'b', 'c'];
const failed = (response: unknown, isFifo = false): string[] => [...failedMessageIds(response, ids, isFifo)];

describe('the failures a function reports of a batch', () => {
  it.each([[null], [undefined], [{}], [{ batchItemFailures: [] }], [{ batchItemFailures: null }]])(
    'are none for %j',
    (response) => {
      expect(failed(response)).toEqual([]);
    },
  );
  it('are the messages named', () => {
    expect(failed({ batchItemFailures: [{ itemIdentifier: 'b' }] })).toEqual(['b']);
  });
  it.each([
    ['text'],
    [{ batchItemFailures: 'b' }],
    [{ batchItemFailures: [{ itemIdentifier: '' }] }],
    [{ batchItemFailures: [{}] }],
    [{ batchItemFailures: [{ itemIdentifier: 'z' }] }],
  ])('are the whole batch for %j', (response) => {
    expect(failed(response)).toEqual(ids);
  });
  it('include everything after the first one in a FIFO queue', () => {
    expect(failed({ batchItemFailures: [{ itemIdentifier: 'b' }] }, true)).toEqual(['b', 'c']);
  });
});
