import { describe, expect, it } from 'vitest';
import type { Outgoing, SendResult } from '../../../src/app/delivery/index.ts';
import { launchJob } from '../../../src/app/send-job/index.ts';
import { listRecipients } from '../../../src/app/recipients/index.ts';
import { isComplete, type RecipientResult, type RecipientStatus } from '../../../src/domain/send-job/index.ts';
import { createAudience } from '../../simulation/audience.ts';
import { ACCEPTED, ACTOR, createMemoryApp, unwrap } from './memory-app.ts';

const AUDIENCE = createAudience(1_500);
const REACHABLE = AUDIENCE.filter(({ endpoints }) => endpoints.some(({ optOut }) => optOut === 'NONE')).length;

async function planned(decide: (message: Outgoing) => SendResult = () => ACCEPTED) {
  const app = createMemoryApp(AUDIENCE, decide);
  const jobId = await app.plan();
  const finish = async () => {
    unwrap(await launchJob(app.deps, { actor: ACTOR, jobId }));
    await app.work();
    return app.jobOf(jobId);
  };
  const list = async (status: RecipientStatus) =>
    unwrap(await listRecipients(app.deps, { jobId, status, limit: 500 })).items;
  return { app, jobId, finish, list };
}

describe('a chunk item that somebody damaged', () => {
  it('fails its recipients, is laid aside for an operator, and holds nobody else up', async () => {
    const { app, finish, jobId } = await planned();
    const { chunks } = app.deps;
    const { listChunks } = chunks;
    Object.assign(chunks, {
      listChunks: async (...call: Parameters<typeof listChunks>) =>
        (await listChunks(...call)).map((chunk) =>
          call[0].shard === 1 && chunk.number === 2 ? { number: 2, isUnreadable: true } : chunk,
        ),
    });
    const job = await finish();
    expect(job.phase).toBe('COMPLETED');
    expect(isComplete(job.sent)).toBe(true);
    expect(job.sent.failed).toBe(100);
    expect(job.sent.accepted).toBe(REACHABLE - 100);
    expect(app.sender.outbox).toHaveLength(REACHABLE - 100);
    expect(app.deps.deadLetters.letters).toEqual([
      { jobId, shard: 1, chunk: 2, reason: expect.stringContaining('cannot be read') as string },
    ]);
  });

  it('is tried three times before it is laid aside', async () => {
    const { app, finish, list } = await planned();
    const { chunks } = app.deps;
    // A state with fewer recipients than the chunk: nobody can say whom it speaks of.
    const results: RecipientResult[] = [{ status: 'ACCEPTED' }];
    const state = {
      number: 0,
      attempt: 1,
      phase: 'WAITING',
      tries: [],
      stalls: 0,
      retryAt: 0,
      stepIndex: 0,
      round: 0,
    } as const;
    await chunks.writeState({ jobId: 'id-4', shard: 0 }, { ...state, epoch: 1, results }, null);
    expect(await app.deps.jobs.get('id-4')).not.toBeNull();
    const startedAt = app.clock.now();
    const job = await finish();
    expect(job.phase).toBe('COMPLETED');
    expect(isComplete(job.sent)).toBe(true);
    expect(job.sent.inDoubt).toBe(100);
    expect((await list('IN_DOUBT')).every(({ code }) => code === 'POISON_CHUNK')).toBe(true);
    expect(app.deps.deadLetters.letters).toHaveLength(1);
    // Two waits between three attempts.
    expect(app.clock.now() - startedAt).toBeGreaterThanOrEqual(2 * app.deps.settings.backoffMs);
  });

  it('is laid aside when it plans a step that there is not, and says of nobody who may have got it that they failed', async () => {
    const { app, jobId, finish, list } = await planned();
    const { chunks } = app.deps;
    const { listChunks } = chunks;
    Object.assign(chunks, {
      listChunks: async (...call: Parameters<typeof listChunks>) =>
        (await listChunks(...call)).map((chunk) =>
          call[0].shard === 1 && chunk.number === 2 && 'recipients' in chunk
            ? { ...chunk, recipients: chunk.recipients.map((recipient) => ({ ...recipient, stepIndex: 7 })) }
            : chunk,
        ),
    });
    // One was sent to before by a call that nobody knows the end of.
    const results = Array.from({ length: 100 }, (_, place): RecipientResult =>
      place === 5 ? { status: 'PLANNED', code: 'RESENT' } : { status: 'PLANNED' },
    );
    const state = { attempt: 1, phase: 'WAITING', tries: [], stalls: 0, retryAt: 0, stepIndex: 0, round: 0 } as const;
    await chunks.writeState({ jobId, shard: 1 }, { ...state, number: 2, epoch: 1, results }, null);
    const job = await finish();
    expect(job).toMatchObject({ phase: 'COMPLETED', sent: { failed: 99, inDoubt: 1, accepted: REACHABLE - 100 } });
    expect((await list('IN_DOUBT')).map(({ code }) => code)).toEqual(['RESENT/POISON_CHUNK']);
    expect(app.deps.deadLetters.letters).toEqual([
      { jobId, shard: 1, chunk: 2, reason: expect.stringContaining('step 7') as string },
    ]);
  });

  it('leaves its recipients in doubt when only its state is damaged: some may have got the message', async () => {
    const { app, finish, list } = await planned();
    const { chunks } = app.deps;
    const { listStates, writeState } = chunks;
    let isDamaged = true;
    Object.assign(chunks, {
      listStates: async (...call: Parameters<typeof listStates>) =>
        call[0].shard === 0 && isDamaged ? [{ number: 1, isUnreadable: true }] : listStates(...call),
      writeState: async (...[ref, next, expected]: Parameters<typeof writeState>) => {
        if (expected === 'UNREADABLE') isDamaged = false;
        return writeState(ref, next, expected);
      },
    });
    const job = await finish();
    expect(job).toMatchObject({ phase: 'COMPLETED', sent: { inDoubt: 100, accepted: REACHABLE - 100 } });
    expect((await list('IN_DOUBT')).every(({ code }) => code === 'UNREADABLE_STATE')).toBe(true);
  });
});

describe('a provider’s answer', () => {
  it('that misses recipients leaves these in doubt, and nobody else', async () => {
    const { app, finish, list } = await planned();
    const { send } = app.sender;
    Object.assign(app.deps, {
      senders: {
        PUSH: {
          ...app.sender,
          send: async (...call: Parameters<typeof send>) => (await send(...call)).slice(0, -1),
        },
      },
    });
    const job = await finish();
    expect(job.phase).toBe('COMPLETED');
    expect(job.sent.inDoubt).toBeGreaterThan(0);
    expect(job.sent.inDoubt + job.sent.accepted).toBe(REACHABLE);
    expect((await list('IN_DOUBT')).every(({ code }) => code === 'NO_ANSWER')).toBe(true);
  });

  it('with more results than recipients changes nobody', async () => {
    const { app, finish } = await planned();
    const { send } = app.sender;
    Object.assign(app.deps, {
      senders: {
        PUSH: {
          ...app.sender,
          send: async (...call: Parameters<typeof send>) => [
            ...(await send(...call)),
            { kind: 'ANSWERED', status: 'FAILED', isRetriable: false },
          ],
        },
      },
    });
    expect(await finish()).toMatchObject({ phase: 'COMPLETED', sent: { accepted: REACHABLE, failed: 0 } });
  });

  it('that is an exception leaves the call in doubt: it may have been sent', async () => {
    const { app, finish, list } = await planned();
    let calls = 0;
    const { send } = app.sender;
    Object.assign(app.deps, {
      senders: {
        PUSH: {
          ...app.sender,
          send: async (...call: Parameters<typeof send>) => {
            calls += 1;
            if (calls === 3) throw new Error('a bug in a sender');
            return send(...call);
          },
        },
      },
    });
    const job = await finish();
    expect(job).toMatchObject({ phase: 'COMPLETED', sent: { inDoubt: 100, accepted: REACHABLE - 100 } });
    expect((await list('IN_DOUBT')).every(({ code }) => code === 'SENDER_FAILED')).toBe(true);
  });
});

describe('an address that became invalid since the plan', () => {
  it('skips its customer with the reason, and sends to the rest', async () => {
    const { app, finish, list } = await planned();
    const [stored] = (await app.store.getMany(['customer-0'])).values();
    if (stored === undefined) throw new Error('customer-0 is gone.');
    const endpoints = stored.value.endpoints.map((endpoint) => ({ ...endpoint, address: '' }));
    await app.store.put({ ...stored.value, endpoints }, stored.revision);
    const job = await finish();
    expect(job.sent).toMatchObject({ accepted: REACHABLE - 1, skipped: 1 });
    expect(await list('SKIPPED')).toMatchObject([{ customerId: 'customer-0', code: 'ENDPOINT_MISSING_ADDRESS' }]);
  });
});
