interface Entry {
  readonly at: number;
  /** Entries of the same time come out in the order they went in. */
  readonly order: number;
  readonly id: string;
}

/** A binary heap of ids by time: which message becomes visible next. Entries may be stale; the owner checks them when they come out. */
export class DueHeap {
  readonly #entries: Entry[] = [];
  #added = 0;

  add(at: number, id: string): void {
    const entries = this.#entries;
    entries.push({ at, order: (this.#added += 1), id });
    let index = entries.length - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#isBefore(index, parent)) break;
      this.#swap(parent, index);
      index = parent;
    }
  }

  /** Time of the earliest entry. */
  nextAt(): number | undefined {
    return this.#entries[0]?.at;
  }

  /** Takes the earliest entry when its time has come. */
  takeDue(now: number): string | undefined {
    const entries = this.#entries;
    const first = entries[0];
    if (first === undefined || first.at > now) return undefined;
    const last = entries.pop();
    if (last !== undefined && entries.length > 0) {
      entries[0] = last;
      this.#sink();
    }
    return first.id;
  }

  clear(): void {
    this.#entries.length = 0;
  }

  #sink(): void {
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      if (left >= this.#entries.length) return;
      const right = left + 1;
      const child = right < this.#entries.length && this.#isBefore(right, left) ? right : left;
      if (!this.#isBefore(child, index)) return;
      this.#swap(index, child);
      index = child;
    }
  }

  #isBefore(a: number, b: number): boolean {
    const first = this.#entries[a];
    const second = this.#entries[b];
    if (first === undefined || second === undefined) return false;
    return first.at < second.at || (first.at === second.at && first.order < second.order);
  }

  #swap(a: number, b: number): void {
    const first = this.#entries[a];
    const second = this.#entries[b];
    if (first === undefined || second === undefined) return;
    this.#entries[a] = second;
    this.#entries[b] = first;
  }
}
