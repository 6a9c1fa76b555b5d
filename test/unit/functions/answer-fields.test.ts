import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { answerFields, field, type FieldCaller } from '../../../amplify/functions/edge/answer-fields.ts';
import { jsonArgument } from '../../../amplify/functions/edge/json-argument.ts';
import { TEMPLATE_CONTENT } from '../../../amplify/functions/edge/template-arguments.ts';

const event = (args: Record<string, unknown>, identity: Record<string, unknown> = {}) => ({
  field: 'saveThing',
  arguments: args,
  identity: { sub: 'person-1', username: 'someone', groups: ['marketer'], ...identity },
});

/** A function with one field. */
function answering<Input>(
  schema: z.ZodType<Input>,
  run: (input: Input, caller: FieldCaller) => ReturnType<ReturnType<typeof answerFields>>,
) {
  return answerFields({ saveThing: field(schema, run) });
}

describe('answering a field', () => {
  it('hands decoded arguments and the caller to the use case', async () => {
    const handler = answering(z.object({ name: z.string(), size: z.int().exactOptional() }), async (input, caller) => ({
      ok: true,
      value: { input, caller },
    }));
    expect(await handler(event({ name: 'a', size: null }))).toEqual({
      ok: true,
      value: { input: { name: 'a' }, caller: { id: 'person-1' } },
    });
  });

  it('refuses arguments it cannot read, naming the first and listing all', async () => {
    const handler = answering(z.object({ a: z.string(), b: z.int() }), async () => ({ ok: true, value: null }));
    expect(await handler(event({ a: 1, b: 'x' }))).toMatchObject({
      ok: false,
      error: {
        code: 'INVALID_INPUT',
        message: expect.stringContaining('saveThing was not understood. `a`:') as string,
        details: [{ path: 'a' }, { path: 'b' }],
      },
    });
  });

  it('says of what is not there that it is missing, and ends a sentence once', async () => {
    const handler = answering(z.object({ a: z.string(), b: z.string().min(9, 'it is too short.') }), async () => ({
      ok: true,
      value: null,
    }));
    const message = async (given: Record<string, unknown>) => {
      const answer = await handler(event(given));
      return answer.ok ? '' : answer.error.message;
    };
    expect(await message({ b: 'long enough' })).toBe('saveThing was not understood. `a`: it is missing.');
    expect(await message({ a: '', b: 'short' })).toBe('saveThing was not understood. `b`: it is too short.');
  });

  it('passes a refusal of the use case on as it is', async () => {
    const refusal = { ok: false, error: { code: 'NOT_FOUND', message: 'There is none.' } } as const;
    expect(await answering(z.object({}), async () => refusal)(event({}))).toEqual(refusal);
  });

  it('treats an event that no resolver of ours sent as a bug', async () => {
    const handler = answering(z.object({}), async () => ({ ok: true, value: null }));
    await expect(handler({ arguments: {} })).rejects.toThrow();
  });

  it('gives each field to its own use case, and throws at one that the function does not know', async () => {
    const named = (name: string) => field(z.object({}), async () => ({ ok: true, value: name }));
    const handler = answerFields({ saveThing: named('saved'), dropThing: named('dropped') });
    expect(await handler(event({}))).toEqual({ ok: true, value: 'saved' });
    expect(await handler({ ...event({}), field: 'dropThing' })).toEqual({ ok: true, value: 'dropped' });
    await expect(handler({ ...event({}), field: 'toString' })).rejects.toThrow('toString');
  });
});

describe('a JSON argument', () => {
  const schema = jsonArgument(z.record(z.string(), z.string()));

  it('is read from text and from what AppSync parsed', () => {
    expect(schema.parse('{"a":"b"}')).toEqual({ a: 'b' });
    expect(schema.parse({ a: 'b' })).toEqual({ a: 'b' });
  });

  it('is refused when it is not JSON', () => {
    expect(schema.safeParse('{"a":').error?.issues[0]?.message).toBe('it is not JSON');
  });
});

describe('template content', () => {
  it('drops the null fields GraphQL sends for the other channels', () => {
    expect(TEMPLATE_CONTENT.parse({ channel: 'SMS', body: 'hi', title: null, html: null })).toEqual({
      channel: 'SMS',
      body: 'hi',
    });
  });

  it('refuses a field of another channel rather than losing it', () => {
    expect(TEMPLATE_CONTENT.safeParse({ channel: 'SMS', body: 'hi', title: 'lost' }).success).toBe(false);
    expect(TEMPLATE_CONTENT.safeParse({ channel: 'CUSTOM', body: 'hi', title: 'lost' }).success).toBe(false);
  });
});
