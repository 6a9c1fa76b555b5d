import { smsParts } from '../../../domain/cost/index.ts';
import type { Customer, Endpoint } from '../../../domain/customer/index.ts';
import type { PlanStep } from '../../../domain/send-job/index.ts';
import type { CompiledTemplate, RenderedMessage } from '../../../domain/template/index.ts';

/** One customer's message; null when their data cannot be rendered, in whatever way: the others' go all the same. */
export function renderFor(
  render: CompiledTemplate['render'],
  customer: Customer,
  endpoint: Endpoint,
  now: number,
): RenderedMessage | null {
  try {
    const rendered = render(customer, endpoint, now);
    return rendered.ok ? rendered.message : null;
  } catch {
    return null;
  }
}

/** What planning asks of a template: whether a customer's message can be written, and what it is billed as. */
export function unitsOf(render: CompiledTemplate['render']): PlanStep['unitsOf'] {
  return (customer, endpoint, now) => {
    const message = renderFor(render, customer, endpoint, now);
    if (message === null) return null;
    return message.channel === 'SMS' ? Math.max(1, smsParts(message.body).parts) : 1;
  };
}
