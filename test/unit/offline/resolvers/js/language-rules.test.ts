import { describe, expect, it } from 'vitest';
import { contextOf, effectsOf, loadJs, resolverError } from '../evaluation.ts';
import { EXAMPLE_HEAD as HEAD, RULE_EXAMPLES } from './rule-examples.ts';

const load = (code: string) => loadJs(`${HEAD}export function request(ctx) {\n  return ${code};\n}`);

describe('expressions', () => {
  it.each(RULE_EXAMPLES.expressions.refused)('S2 %s refuses %s, by its line', (_rule, code) => {
    expect(() => load(code)).toThrow(/^test\.js:5: .* is not supported by APPSYNC_JS\.$/);
  });

  it.each(RULE_EXAMPLES.expressions.allowed)('S2 %s allows %s', (_rule, code) => {
    expect(() => load(code).request(contextOf(), effectsOf())).not.toThrow();
  });
});

describe('functions and the context', () => {
  it.each(RULE_EXAMPLES.statements.refused)('S2 %s refuses %s', (_rule, code) => {
    expect(() => loadJs(`${HEAD}${code}\n`)).toThrow(/^test\.js:4: .* is not supported by APPSYNC_JS\.$/);
  });

  it.each(RULE_EXAMPLES.statements.allowed)('S2 %s allows %s', (_rule, code) => {
    expect(() => loadJs(`${HEAD}${code}\nexport function request(ctx) { return {}; }`)).not.toThrow();
  });

  it('S2 has not even at run time the methods that the text does not name', () => {
    const module = load('ctx.args.text[ctx.args.method](3)');
    const context = contextOf({ arguments: { text: 'a', method: 'padStart' } });
    const { errorType, message } = resolverError(() => module.request(context, effectsOf()));
    expect(errorType).toBe('Code');
    expect(message).toContain('is not a function');
  });
});
