import { ONE_UNIT, priceItemOf } from '../../../domain/cost/index.ts';
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
  const all = chargeOfAll(step, outgoing, answers);
  if (all !== null) return [{ at, item: all.item, units: all.units, places }];
  const groups: Group[] = [];
  let last: Group | undefined;
  for (let index = 0; index < outgoing.length; index += 1) {
    const message = outgoing[index];
    const place = places[index];
    const how = billing(answers[index]);
    if (message === undefined || place === undefined || how === 'NONE') continue;
    const billed = message.billed ?? ONE_UNIT;
    const item = priceItemOf(step.channel, step.price, message.destination, message.address, billed);
    const isDoubtful = how === 'DOUBTFUL';
    if (last === undefined || !isBilledAs(last, item, billed.units, isDoubtful)) {
      last = groups.find((known) => isBilledAs(known, item, billed.units, isDoubtful));
    }
    if (last === undefined) {
      last = { at, item, units: billed.units, places: [], ...(isDoubtful ? { isDoubtful: true } : {}) };
      groups.push(last);
    }
    last.places.push(place);
  }
  return groups.length === 0 ? NOTHING : groups;
}

/**
 * What a call is billed whose every message was taken and is billed alike, whoever it is for: nearly all of them. Otherwise
 * null.
 */
function chargeOfAll(
  step: CompiledJob['steps'][number],
  outgoing: Prepared['outgoing'],
  answers: readonly SendResult[],
): { readonly item: string; readonly units: number } | null {
  const [first] = outgoing;
  // A text message is billed by its number as well.
  if (first === undefined || step.channel === 'SMS') return null;
  const { destination, address, billed = ONE_UNIT } = first;
  for (let index = 0; index < outgoing.length; index += 1) {
    const message = outgoing[index];
    if (message === undefined || billing(answers[index]) !== 'SURE' || message.destination !== destination) return null;
    const { units, kind } = message.billed ?? ONE_UNIT;
    if (units !== billed.units || kind !== billed.kind) return null;
  }
  return { item: priceItemOf(step.channel, step.price, destination, address, billed), units: billed.units };
}

type Group = Omit<Charge, 'places'> & { readonly places: number[] };

function isBilledAs(group: Group, item: string, units: number, isDoubtful: boolean): boolean {
  return group.item === item && group.units === units && (group.isDoubtful === true) === isDoubtful;
}
