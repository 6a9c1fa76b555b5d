/** Our compiler against the interpreter of the package whose parser it uses, where both follow Velocity. */
import velocity from 'amplify-velocity-template';
import fc from 'fast-check';
import * as z from 'zod';
import { expect, it } from 'vitest';
import { contextOf, vtl } from '../evaluation.ts';

// The interpreter is not part of the typed surface the sandbox uses.
const interpreter = z
  .object({ render: z.function({ input: [z.string(), z.record(z.string(), z.unknown())], output: z.string() }) })
  .parse(velocity);

const text = fc.stringMatching(/^[a-z ]{0,6}$/);
const name = fc.constantFrom('a', 'b', 'c');

const statement = fc.letrec<{ statement: string; block: string }>((tie) => ({
  block: fc.array(tie('statement'), { maxLength: 4, depthIdentifier: 'vtl' }).map((parts) => parts.join('')),
  statement: fc.oneof(
    { depthSize: 'small', depthIdentifier: 'vtl' },
    text,
    name.map((id) => `$!{${id}}`),
    fc.tuple(name, text).map(([id, value]) => `#set($${id} = "${value}")`),
    fc.tuple(name, name).map(([id, other]) => `#set($${id} = "$!{${other}}x")`),
    fc.tuple(name, tie('block'), tie('block')).map(([id, yes, no]) => `#if($${id} == "x")${yes}#{else}${no}#{end}`),
    fc
      .tuple(fc.integer({ min: 1, max: 3 }), tie('block'))
      .map(([end, body]) => `#foreach($i in [1..${end}])$i$velocityCount${body}#{end}`),
  ),
})).block;

it('renders what the reference interpreter renders', () => {
  fc.assert(
    fc.property(statement, (template) => {
      const values = { a: 'x', b: 'y', c: 'z' };
      const variables = Object.entries(values)
        .map(([id, value]) => `#set($${id} = '${value}')`)
        .join('');
      const expected = interpreter.render(`${variables}"[${template}]"`, {});
      expect(vtl(`${variables}"[${template}]"`, contextOf())).toBe(JSON.parse(expected));
    }),
    { numRuns: 200 },
  );
});
