/** The edges of a graph: what each node needs. */
export type Needs = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Cycles of a graph, each as the way around it without repeating its first node; none that shares a node with one that was
 * found before. Without recursion: templates have chains of hundreds of resources.
 */
export function findCycles(needs: Needs): readonly (readonly string[])[] {
  const cycles: string[][] = [];
  const settled = new Set<string>();
  for (const start of needs.keys()) {
    if (settled.has(start)) continue;
    const way: { readonly node: string; readonly rest: Iterator<string> }[] = [];
    const onWay = new Map<string, number>();
    const enter = (node: string): void => {
      onWay.set(node, way.length);
      way.push({ node, rest: (needs.get(node) ?? new Set<string>()).values() });
    };
    enter(start);
    for (let top = way.at(-1); top !== undefined; top = way.at(-1)) {
      const next = top.rest.next();
      if (next.done === true) {
        settled.add(top.node);
        onWay.delete(top.node);
        way.pop();
        continue;
      }
      const place = onWay.get(next.value);
      if (place !== undefined) {
        const cycle = way.slice(place).map(({ node }) => node);
        if (!cycles.some((known) => known.some((node) => cycle.includes(node)))) cycles.push(cycle);
      } else if (!settled.has(next.value)) {
        enter(next.value);
      }
    }
  }
  return cycles;
}
