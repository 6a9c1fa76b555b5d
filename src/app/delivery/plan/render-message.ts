import type { Billed } from '../../../domain/cost/index.ts';
import { ONE_UNIT, smsParts } from '../../../domain/cost/index.ts';
import type { Customer, Endpoint } from '../../../domain/customer/index.ts';
import { fitMessage, type Destination } from '../../../domain/destination/index.ts';
import type { PlanStep, Unwritable } from '../../../domain/send-job/index.ts';
import type { CompiledTemplate, RenderedMessage } from '../../../domain/template/index.ts';

/** What writes the messages of a step. */
export type Writer = {
  readonly render: CompiledTemplate['render'];
  /** Of a CUSTOM step that names one: the message is what it takes, in length and characters. */
  readonly destination?: Destination;
};

/** One customer's message, and what it is billed as. */
export type Written = { readonly message: RenderedMessage; readonly billed: Billed };

/** Of nearly all messages one is one. */

/** One customer's message; when their data cannot be rendered, in whatever way, the others' go all the same. */
export function writeFor(
  { render, destination }: Writer,
  customer: Customer,
  endpoint: Endpoint,
  now: number,
): Written | Unwritable {
  let message: RenderedMessage;
  try {
    const rendered = render(customer, endpoint, now);
    if (!rendered.ok) return 'RENDER_FAILED';
    ({ message } = rendered);
  } catch {
    return 'RENDER_FAILED';
  }
  if (message.channel === 'SMS') {
    const { parts } = smsParts(message.body);
    return { message, billed: parts <= 1 ? ONE_UNIT : { units: parts } };
  }
  if (destination === undefined || message.channel !== 'CUSTOM') return { message, billed: ONE_UNIT };
  const fitted = fitMessage(destination, message);
  if (!fitted.ok) return 'TEXT_UNFIT';
  return { message: { channel: 'CUSTOM', ...fitted.words }, billed: { units: 1, kind: fitted.kind } };
}

/** What planning asks of a template: whether a customer's message can be written, and what it is billed as. */
export function billOf(writer: Writer, isSurelyRendered?: CompiledTemplate['isSurelyRendered']): PlanStep['billOf'] {
  return (customer, endpoint, now) => {
    // Only pushes and e-mails are, which are one message each: none is put together only to be thrown away.
    if (isSurelyRendered?.(customer, endpoint, now) === true) return ONE_UNIT;
    const written = writeFor(writer, customer, endpoint, now);
    return typeof written === 'string' ? written : written.billed;
  };
}
