import { describe, expect, it } from 'vitest';
import { askTogether } from '../../../src/adapters/dynamodb/ask-together.ts';

type Asked = { readonly key: string; readonly requests: readonly number[]; readonly answer: () => void };

function open(answersOf: (requests: readonly number[]) => readonly string[] | Error) {
  const asked: Asked[] = [];
  const ask = askTogether<number, string>(
    (key, requests) =>
      new Promise((resolve, reject) => {
        const answer = (): void => {
          const answers = answersOf(requests);
          if (answers instanceof Error) reject(answers);
          else resolve(answers);
        };
        asked.push({ key, requests, answer });
      }),
  );
  return { ask, asked };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('what is asked about one key', () => {
  it('goes out at once when nothing is under way, and all together after what is', async () => {
    const { ask, asked } = open((requests) => requests.map((request) => `answer ${request}`));
    const first = ask('a', 1);
    const rest = [ask('a', 2), ask('a', 3), ask('b', 4)];
    expect(asked.map(({ key, requests }) => [key, requests])).toEqual([
      ['a', [1]],
      ['b', [4]],
    ]);
    asked[0]?.answer();
    expect(await first).toBe('answer 1');
    await settled();
    expect(asked[2]).toMatchObject({ key: 'a', requests: [2, 3] });
    asked[1]?.answer();
    asked[2]?.answer();
    expect(await Promise.all(rest)).toEqual(['answer 2', 'answer 3', 'answer 4']);
    await settled();
    void ask('a', 5);
    expect(asked[3]).toMatchObject({ key: 'a', requests: [5] });
  });

  it('fails alone, and whoever waits behind it is asked for all the same', async () => {
    const { ask, asked } = open((requests) =>
      requests.includes(1) ? new Error('no') : requests.map((request) => `answer ${request}`),
    );
    const first = ask('a', 1);
    const second = ask('a', 2);
    asked[0]?.answer();
    await expect(first).rejects.toThrow('no');
    await settled();
    asked[1]?.answer();
    expect(await second).toBe('answer 2');
  });

  it('is told when it was not answered', async () => {
    const { ask, asked } = open(() => []);
    const only = ask('a', 1);
    asked[0]?.answer();
    await expect(only).rejects.toThrow('no answer to request 0 about a');
  });
});
