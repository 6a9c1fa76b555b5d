import type { MessageClass } from '../../domain/consent/index.ts';
import type { Customer } from '../../domain/customer/index.ts';
import { decideCustomer, type ExclusionReason, type Recipient, type SendPlan } from '../../domain/send-job/index.ts';
import type { TemplateChannel } from '../../domain/template/index.ts';
import type { RecipientDecision } from './ports.ts';

/** What a direct send holds against its recipients: the address, consent for advertisements, and nothing else. */
function planOf(messageClass: MessageClass, channel: TemplateChannel): SendPlan {
  return { campaignId: '', messageClass, steps: [{ channel }], holdoutPercent: 0, isMember: () => true };
}

/** Decides the recipients of a call by the same rules as a campaign's, in their order; nobody twice. */
export function decideRecipients(
  customers: readonly Customer[],
  message: { readonly messageClass: MessageClass; readonly channel: TemplateChannel },
  now: number,
): { readonly recipients: readonly Recipient[]; readonly decisions: readonly RecipientDecision[] } {
  const plan = planOf(message.messageClass, message.channel);
  const recipients: Recipient[] = [];
  const decisions: RecipientDecision[] = [];
  const seen = new Set<string>();
  const addresses = new Set<string>();
  const exclude = (customerId: string, reason: ExclusionReason): void => {
    decisions.push({ customerId, outcome: 'EXCLUDED', reason });
  };
  for (const customer of customers) {
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
    const address = customer.endpoints[decision.endpointIndex]?.address ?? '';
    if (addresses.has(address)) {
      exclude(customer.id, 'DUPLICATE_ENDPOINT');
      continue;
    }
    addresses.add(address);
    recipients.push({ customerId: customer.id, endpointId, stepIndex, treatment });
    decisions.push({ customerId: customer.id, endpointId, outcome: 'INCLUDED' });
  }
  return { recipients, decisions };
}
