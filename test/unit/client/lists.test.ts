import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { bonghwa } from '../../../src/client/operations.ts';
import { pagesOf, type PageResult } from '../../../src/client/pages-of.ts';
import { recipientsAsCsv } from '../../../src/client/recipients-as-csv.ts';
import { csvCell } from '../../../src/standards/csv-cell.ts';

afterEach(() => void vi.restoreAllMocks());

describe('a list that is read to its end', () => {
  it('throws what went wrong with a page midway, after what came before it, also where a part of that page came', async () => {
    const errors = [{ code: 'INTERNAL', message: 'One of them could not be read.' }];
    const pages: PageResult<number>[] = [
      { data: { items: [1, 2], nextToken: 'more' }, errors: [] },
      { data: { items: [3], nextToken: null }, errors },
    ];
    const read: number[] = [];
    const reading = async () => {
      for await (const one of pagesOf((token) => Promise.resolve(pages[token === null ? 0 : 1] ?? expect.fail())))
        read.push(one);
    };
    await expect(reading()).rejects.toMatchObject({ name: 'PageError', code: 'INTERNAL', errors });
    expect(read).toEqual([1, 2]);
  });

  it.each(['=cmd|calc', '+1', '-1', '@sum', ' =1', '\n=1', '＝1', '＠1'])(
    'holds no formula that a spreadsheet would run, such as %j',
    async (customerId) => {
      vi.spyOn(bonghwa, 'listRecipients').mockResolvedValue({
        data: {
          __typename: 'RecipientPage',
          items: [{ __typename: 'JobRecipient', customerId }],
          nextToken: null,
        },
        errors: [],
      });
      const lines: string[] = [];
      for await (const line of recipientsAsCsv({ jobId: 'job' })) lines.push(line);
      expect(lines[1]?.replace(/^"/, '')).toMatch(/^'/);
    },
  );

  it('writes each cell as every other list of ours does, though the library shares no code with them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (customerId) => {
        vi.spyOn(bonghwa, 'listRecipients').mockResolvedValue({
          data: {
            __typename: 'RecipientPage',
            items: [{ __typename: 'JobRecipient', customerId }],
            nextToken: null,
          },
          errors: [],
        });
        const lines: string[] = [];
        for await (const line of recipientsAsCsv({ jobId: 'job' })) lines.push(line);
        expect(lines[1]).toBe(`${csvCell(customerId)},,,,,,\r\n`);
      }),
    );
  });
});
