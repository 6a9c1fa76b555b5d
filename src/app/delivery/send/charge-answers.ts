import { priceItemOf } from '../../../domain/cost/index.ts';
import type { Charge } from '../model/chunk.ts';
import type { CompiledJob } from '../model/compiled-job.ts';
import type { SendResult } from '../model/sender.ts';
import type { Prepared } from './prepare-chunk.ts';

const NOTHING: readonly Charge[] = [];

/** Whether an answer is billed; DOUBTFUL: nobody knows whether the provider took the message. */
function billing(answer: SendResult | undefined): 'SURE' | 'DOUBTFUL' | 'NONE' {
  if (answer === undefined || answer.kind === 'UNKNOWN') return 'DOUBTFUL';
  if (answer.kind === 'NOT_SENT' || answer.isRetriable) return 'NONE';
  return answer.status === 'ACCEPTED' || answer.status === 'DELIVERED' ? 'SURE' : 'NONE';
}

/** What the provider bills for a call that began at `at`, by what each message is billed as: nearly always one kind. */
export function chargesOf(
  step: CompiledJob['steps'][number] | undefined,
  { outgoing, places }: Pick<Prepared, 'outgoing' | 'places'>,
  answers: readonly SendResult[],
  at: number,
): readonly Charge[] {
  if (step === undefined) return NOTHING;
  const groups: (Omit<Charge, 'places'> & { readonly places: number[] })[] = [];
  for (let index = 0; index < outgoing.length; index += 1) {
    const message = outgoing[index];
    const place = places[index];
    const how = billing(answers[index]);
    if (message === undefined || place === undefined || how === 'NONE') continue;
    const billed = message.billed ?? { units: 1 };
    const item = priceItemOf(step.channel, step.price, message.destination, message.address, billed);
    const isDoubtful = how === 'DOUBTFUL';
    const group = groups.find(
      (known) => known.item === item && known.units === billed.units && (known.isDoubtful === true) === isDoubtful,
    );
    if (group !== undefined) group.places.push(place);
    else groups.push({ at, item, units: billed.units, places: [place], ...(isDoubtful ? { isDoubtful: true } : {}) });
  }
  return groups.length === 0 ? NOTHING : groups;
}
