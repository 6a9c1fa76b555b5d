import { checkShares } from '../experiment/shares.ts';
import type { Treatment } from '../experiment/treatment.ts';
import { refuse, type Refused } from '../result.ts';
import type { Campaign } from './campaign.ts';

const MAX_NAME = 64;

function checkNames(treatments: readonly Treatment[]): string | null {
  const seen = new Set<string>();
  for (const [index, { name }] of treatments.entries()) {
    const path = `treatments[${index}].name`;
    if (name.trim() === '') return `${path}: must not be empty.`;
    if (name.length > MAX_NAME) return `${path}: has ${name.length} characters; at most ${MAX_NAME} are allowed.`;
    // Who gets a treatment follows from its name: two of one name would be one group of people.
    if (seen.has(name)) return `${path}: ${JSON.stringify(name)} is already an earlier treatment.`;
    seen.add(name);
  }
  return null;
}

function checkTemplates({ templates = [] }: Treatment, path: string, steps: number): string | null {
  const seen = new Set<number>();
  for (const [index, { stepIndex, templateId, templateVersion }] of templates.entries()) {
    const where = `${path}.templates[${index}]`;
    if (!(Number.isInteger(stepIndex) && stepIndex >= 0 && stepIndex < steps)) {
      return `${where}.stepIndex: the campaign has the steps 0 to ${steps - 1}.`;
    }
    if (seen.has(stepIndex)) return `${where}.stepIndex: step ${stepIndex} has words of this treatment already.`;
    seen.add(stepIndex);
    if (templateId === '') return `${where}.templateId: must not be empty.`;
    if (templateVersion !== undefined && !(Number.isInteger(templateVersion) && templateVersion >= 1)) {
      return `${where}.templateVersion: must be a whole number from 1.`;
    }
  }
  return null;
}

/** Refuses treatments that cannot be: shares that are not 100 % together, names that are not different, steps that are none. */
export function checkTreatments({
  treatments,
  steps,
}: Pick<Campaign, 'treatments' | 'steps'>): Refused<'INVALID_SHARES' | 'INVALID_CAMPAIGN'> | null {
  if (treatments === undefined) return null;
  const shares = checkShares(treatments.map(({ sharePercent }) => sharePercent));
  if (shares !== null) return shares;
  const named = checkNames(treatments);
  if (named !== null) return refuse('INVALID_CAMPAIGN', named);
  for (const [index, treatment] of treatments.entries()) {
    const problem = checkTemplates(treatment, `treatments[${index}]`, steps.length);
    if (problem !== null) return refuse('INVALID_CAMPAIGN', problem);
  }
  return null;
}
