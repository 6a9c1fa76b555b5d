/** `$foreach` inside a loop. Templates read it as properties and as methods: `$foreach.hasNext`, `$foreach.hasNext()`. */
export class LoopState {
  readonly count: number;
  readonly hasNext: boolean;
  readonly first: boolean;
  readonly last: boolean;

  constructor(
    readonly index: number,
    lastIndex: number,
    readonly parent: unknown,
  ) {
    this.count = index + 1;
    this.hasNext = index < lastIndex;
    this.first = index === 0;
    this.last = index === lastIndex;
  }

  /** A bean method by name; undefined when there is none. */
  call(name: string): unknown {
    switch (name) {
      case 'hasNext':
        return this.hasNext;
      case 'getIndex':
        return this.index;
      case 'getCount':
        return this.count;
      case 'isFirst':
        return this.first;
      case 'isLast':
        return this.last;
      case 'getParent':
        return this.parent;
      default:
        return undefined;
    }
  }
}
