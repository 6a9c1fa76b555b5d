/** One deliberate mistake in the source, which the simulator must notice. */
export type Mutant = {
  readonly breaks: string;
  readonly file: string;
  /** Occurs exactly once in the file. */
  readonly original: string;
  readonly mutated: string;
};

/** The conditions on which "nothing lost, nothing sent twice, nothing overspent" rests, each broken. */
export const MUTANTS: readonly Mutant[] = [
  {
    breaks: 'the claim condition: whoever loses the race for a chunk sends it all the same',
    file: 'src/app/delivery/send/chunk-writer.ts',
    original: 'if (!(await writeSurely(clock, () => chunks.writeState(ref, next, expected)))) throw lease.lost();',
    mutated: 'await writeSurely(clock, () => chunks.writeState(ref, next, expected));',
  },
  {
    breaks: 'the epoch check: an owner that was replaced still writes its shard',
    file: 'src/adapters/memory/memory-shards.ts',
    original: 'if (known?.epoch !== shard.epoch) return false;',
    mutated: '',
  },
  {
    breaks: 'the cursor condition: the cursor passes chunks that are not recorded yet',
    file: 'src/app/delivery/lease/shard-cursor.ts',
    original: 'waiting.set(number, settled);',
    mutated: 'waiting.set(number, settled); position = Math.max(position, number);',
  },
  {
    breaks: 'in-doubt handling: what a lost owner had claimed is sent again as if nothing had happened',
    file: 'src/app/delivery/send/starting-results.ts',
    original: "? inDoubt('OWNER_LOST', result, work.job.inDoubtPolicy, (counted[place] ?? 0) < deps.settings.maxTries)",
    mutated: '? PLANNED',
  },
  {
    breaks: 'the retry filter: a retry of the failed sends to those who were refused for good, too',
    file: 'src/domain/send-job/retriable.ts',
    original: "return RETRIABLE.has(code.split('/')[0] ?? '');",
    mutated: 'return true;',
  },
  {
    breaks: 'the budget condition: a page that is planned again after a crash takes its share again',
    file: 'src/adapters/memory/memory-controls.ts',
    original: 'if (last !== undefined && last.page >= page) return last.page === page ? last.granted : null;',
    mutated: '',
  },
  {
    breaks: 'the way of those who were not reachable: the next wave does not look at their lists',
    file: 'src/app/delivery/plan/wave-page.ts',
    original: 'const lists = source === undefined || source.reasons.length === 0 ? 0 : planning.pages;',
    mutated: 'const lists = 0;',
  },
  {
    breaks: 'the pinned versions: a wave asks at its time which words are the active ones',
    file: 'src/app/delivery/job/compile-job.ts',
    original: 'for (const [index, { templateId, version }] of spec.templates.entries()) {',
    mutated:
      'for (const [index, { templateId }] of spec.templates.entries()) { const version = job.wave === 0 ? 1 : 2;',
  },
];
