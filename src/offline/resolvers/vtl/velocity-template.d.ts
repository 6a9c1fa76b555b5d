/** The parser of amplify-velocity-template; the package ships no types. Node shapes are those of its `velocity.yy`. */
declare module 'amplify-velocity-template' {
  export interface Position {
    readonly first_line: number;
    readonly first_column: number;
  }

  export interface ReferenceNode {
    readonly type: 'references';
    readonly id: string;
    readonly leader: string;
    readonly isWraped?: boolean;
    readonly path?: readonly PathNode[];
    /** Present when the root itself is called: `$foo()`. */
    readonly args?: readonly ExpressionNode[] | false;
    readonly pos?: Position;
  }

  export type PathNode =
    | { readonly type: 'method'; readonly id: string; readonly args: readonly ExpressionNode[] | false }
    | { readonly type: 'property'; readonly id: string }
    | { readonly type: 'index'; readonly id: ExpressionNode }
    /** Text that looked like a path and is not: `$name.` or `$name[]`. */
    | { readonly type: 'content'; readonly value: string };

  export type MathOperator =
    '||' | '&&' | '+' | '-' | '*' | '/' | '%' | '>' | '<' | '==' | '>=' | '<=' | '!=' | 'minus' | 'not' | 'parenthesis';

  export interface MathNode {
    readonly type: 'math';
    readonly operator: MathOperator;
    readonly expression: readonly ExpressionNode[];
  }

  export type ExpressionNode =
    | ReferenceNode
    | MathNode
    | { readonly type: 'string'; readonly value: string; readonly isEval?: boolean }
    | { readonly type: 'integer'; readonly value: string | number }
    | { readonly type: 'decimal'; readonly value: number }
    | { readonly type: 'bool'; readonly value: string }
    | { readonly type: 'array'; readonly isRange?: false; readonly value: readonly ExpressionNode[] }
    | { readonly type: 'array'; readonly isRange: true; readonly value: readonly (ReferenceNode | string | number)[] }
    | { readonly type: 'map'; readonly value?: Readonly<Record<string, ExpressionNode | undefined>> }
    | { readonly type: 'runt'; readonly value: string };

  export type DirectiveNode =
    | { readonly type: 'set'; readonly equal: readonly [ReferenceNode, ExpressionNode]; readonly pos?: Position }
    | { readonly type: 'if' | 'elseif'; readonly condition: ExpressionNode; readonly pos?: Position }
    | { readonly type: 'else' | 'end' | 'break' | 'noescape'; readonly pos?: Position }
    | { readonly type: 'foreach'; readonly to: string; readonly from: ExpressionNode; readonly pos?: Position }
    | { readonly type: 'return'; readonly value: ExpressionNode | null; readonly pos?: Position }
    | { readonly type: 'define' | 'macro' | 'macro_call' | 'macro_body'; readonly id: string; readonly pos?: Position };

  export type TextNode = string | { readonly type: 'raw' | 'comment'; readonly value: string };

  /** A directive with a body is a list: the directive itself, then the nodes up to its `#end`. */
  export type TemplateNode = TextNode | ReferenceNode | DirectiveNode | readonly TemplateNode[];

  const velocity: { parse(template: string): readonly TemplateNode[] };
  export default velocity;
}
