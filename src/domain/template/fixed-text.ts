import { isBlock, isContent, isDecoratorBlock, parse, type Node } from './syntax.ts';

/** What of a text is the same for everybody. */
export type FixedText = {
  /** Everything that is written out, in blocks as well: somebody may read it. */
  readonly written: string;
  /** What everybody reads, whatever their data: the text outside of blocks. */
  readonly least: string;
  /** There is nothing else: it is the whole text. */
  readonly isWhole: boolean;
};

type Gathered = { written: string; least: string; isWhole: boolean };

function gather(program: hbs.AST.Program | undefined, into: Gathered, isOutside: boolean): void {
  for (const statement of program?.body ?? []) {
    const node: Node = statement;
    if (isContent(node)) {
      into.written += node.value;
      if (isOutside) into.least += node.value;
      continue;
    }
    if (node.type === 'CommentStatement') continue;
    into.isWhole = false;
    if (isBlock(node)) {
      gather(node.program, into, false);
      gather(node.inverse, into, false);
    } else if (isDecoratorBlock(node)) gather(node.program, into, false);
  }
}

/** What a template's source says to everybody; null: it cannot be read. */
export function fixedTextOf(source: string): FixedText | null {
  const parsed = parse(source);
  if (!parsed.ok) return null;
  const gathered: Gathered = { written: '', least: '', isWhole: true };
  gather(parsed.program, gathered, true);
  return gathered;
}
