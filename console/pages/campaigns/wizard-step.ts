import type { CampaignDraft } from './campaign-draft.ts';

/** What a page of the wizard is given. */
export interface WizardStep {
  readonly draft: CampaignDraft;
  readonly change: (changed: Partial<CampaignDraft>) => void;
  /** What was missing when somebody wanted to go on. */
  readonly missing: ReadonlySet<string>;
}
