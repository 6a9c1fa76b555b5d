type Waiting<Request, Answer> = {
  readonly request: Request;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Gathers what is asked about one key while a request about it is under way, and asks for all of it at once when that is
 * answered: whoever comes alone waits for nobody, and a crowd at one item is few requests instead of conflicts.
 */
export function askTogether<Request, Answer>(
  askFor: (key: string, requests: readonly Request[]) => Promise<readonly Answer[]>,
): (key: string, request: Request) => Promise<Answer> {
  /** What waits, for each key about which a request is under way. */
  const crowds = new Map<string, Waiting<Request, Answer>[]>();

  const serve = async (key: string, served: readonly Waiting<Request, Answer>[]): Promise<void> => {
    try {
      const answers = await askFor(
        key,
        served.map(({ request }) => request),
      );
      served.forEach(({ resolve, reject }, index) => {
        const answer = answers[index];
        if (answer === undefined) reject(new Error(`There is no answer to request ${index} about ${key}.`));
        else resolve(answer);
      });
    } catch (error) {
      for (const { reject } of served) reject(error);
    }
    const next = crowds.get(key) ?? [];
    if (next.length === 0) {
      crowds.delete(key);
      return;
    }
    crowds.set(key, []);
    await serve(key, next);
  };

  return (key, request) =>
    new Promise((resolve, reject) => {
      const waiting = { request, resolve, reject };
      const crowd = crowds.get(key);
      if (crowd !== undefined) {
        crowd.push(waiting);
        return;
      }
      crowds.set(key, []);
      void serve(key, [waiting]);
    });
}
