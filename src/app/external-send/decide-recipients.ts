import { addressDigest, addressKey, withSuppressed, type Customer } from '../../domain/customer/index.ts';
import { decideCustomer, type ExclusionReason, type Recipient, type SendPlan } from '../../domain/send-job/index.ts';
import { compileTemplate, type CompiledTemplate, type TemplateVersion } from '../../domain/template/index.ts';
import { billOf } from '../delivery/plan/render-message.ts';
import type { RecipientDecision } from './ports.ts';

/** What a direct send holds against its recipients: address, consent for advertisements, the words; nothing else. */
function planOf(
  { messageClass, goods, content: { channel } }: TemplateVersion,
  render: CompiledTemplate['render'],
): SendPlan {
  const steps = [{ channel, ...(goods === undefined ? {} : { goods }), billOf: billOf({ render }) }];
  return { campaignId: '', messageClass, steps, holdoutPercent: 0, isMember: () => true };
}

/** Decides the recipients of a call by the same rules as a campaign's, in their order; nobody twice, no address twice. */
export function decideRecipients(
  customers: readonly Customer[],
  suppressed: ReadonlySet<string>,
  version: TemplateVersion,
  now: number,
): { readonly recipients: readonly Recipient[]; readonly decisions: readonly RecipientDecision[] } {
  const compiled = compileTemplate(version);
  if (!compiled.ok) throw new Error(`Template ${version.templateId}: ${compiled.error.message}`);
  const plan = planOf(version, compiled.template.render);
  const recipients: Recipient[] = [];
  const decisions: RecipientDecision[] = [];
  const seen = new Set<string>();
  const addresses = new Set<string>();
  const exclude = (customerId: string, reason: ExclusionReason): void => {
    decisions.push({ customerId, outcome: 'EXCLUDED', reason });
  };
  for (const stored of customers) {
    const customer = withSuppressed(stored, suppressed);
    if (seen.has(customer.id)) {
      exclude(customer.id, 'DUPLICATE_USER');
      continue;
    }
    seen.add(customer.id);
    const decision = decideCustomer(customer, plan, now);
    if (decision.outcome === 'EXCLUDED') {
      exclude(customer.id, decision.reason);
      continue;
    }
    const { endpointId, stepIndex, treatment } = decision;
    const { channelType = 'CUSTOM', address = '' } = customer.endpoints[decision.endpointIndex] ?? {};
    const key = addressKey(channelType, address);
    if (addresses.has(key)) {
      exclude(customer.id, 'DUPLICATE_ENDPOINT');
      continue;
    }
    addresses.add(key);
    const digest = addressDigest(channelType, address);
    recipients.push({ customerId: customer.id, endpointId, stepIndex, treatment, addressDigest: digest });
    decisions.push({ customerId: customer.id, endpointId, outcome: 'INCLUDED' });
  }
  return { recipients, decisions };
}
