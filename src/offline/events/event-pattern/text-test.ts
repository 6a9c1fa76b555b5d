import { EventPatternError } from './pattern-error.ts';

export type TextTest = (text: string) => boolean;

/** The comparisons of texts which stand alone, and inside `anything-but` too. undefined for another operator. */
export function textTest(operator: string, operand: unknown): TextTest | undefined {
  switch (operator) {
    case 'prefix':
    case 'suffix':
      return edgeTest(operator, operand);
    case 'equals-ignore-case': {
      const wanted = textOf(operator, operand).toLowerCase();
      return (text) => text.toLowerCase() === wanted;
    }
    case 'wildcard': {
      const expression = wildcard(textOf(operator, operand));
      return (text) => expression.test(text);
    }
    default:
      return undefined;
  }
}

function edgeTest(operator: 'prefix' | 'suffix', operand: unknown): TextTest {
  const matches = (text: string, edge: string): boolean =>
    operator === 'prefix' ? text.startsWith(edge) : text.endsWith(edge);
  if (typeof operand === 'object' && operand !== null && 'equals-ignore-case' in operand) {
    const edge = textOf(operator, operand['equals-ignore-case']).toLowerCase();
    return (text) => matches(text.toLowerCase(), edge);
  }
  const edge = textOf(operator, operand);
  return (text) => matches(text, edge);
}

function textOf(operator: string, operand: unknown): string {
  if (typeof operand === 'string') return operand;
  throw new EventPatternError(`${operator} takes a text`);
}

/** `*` stands for any text; `\*` and `\\` for themselves. */
function wildcard(pattern: string): RegExp {
  const source = pattern.replace(/\\([*\\])|[*]|[.+?^${}()|[\]\\]/g, (found, escaped: string | undefined) => {
    if (escaped !== undefined) return `\\${escaped}`;
    return found === '*' ? '.*' : `\\${found}`;
  });
  return new RegExp(`^${source}$`, 's');
}
