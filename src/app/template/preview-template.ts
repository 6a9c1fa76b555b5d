import { newCustomer, newEndpoint, type Customer } from '../../domain/customer/index.ts';
import { judgeMessage, type LawWarning } from '../../domain/law/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import {
  compileTemplate,
  type DefaultSubstitutions,
  type RenderedMessage,
  type TemplateContent,
} from '../../domain/template/index.ts';
import { chooseEndpoint, type ExclusionReason } from '../../domain/send-job/index.ts';
import type { MessageClass } from '../../domain/consent/index.ts';
import type { Clock, CustomerSource, TemplateStore } from '../ports.ts';

/** A stored version, or words that are not saved yet; for a real customer, or for one of whom nothing is known. */
export type PreviewTemplateCommand = {
  readonly source:
    | { readonly templateId: string; readonly version?: number }
    | {
        readonly messageClass: MessageClass;
        readonly content: TemplateContent;
        readonly defaultSubstitutions?: DefaultSubstitutions;
      };
  readonly customerId?: string;
};

export type TemplatePreview = {
  readonly ok: true;
  readonly message: RenderedMessage;
  readonly variables: readonly string[];
  /** What the law finds in the message that a person should look at. */
  readonly warnings: readonly LawWarning[];
  /** The endpoint that sending would choose; absent: none of the customer's can be reached on the channel. */
  readonly endpointId?: string;
  /** Why there is none. */
  readonly reason?: ExclusionReason;
};

/** Renders a template for one customer without sending it. */
export async function previewTemplate(
  deps: { templates: TemplateStore; customers: CustomerSource; clock: Clock },
  command: PreviewTemplateCommand,
): Promise<TemplatePreview | Refused> {
  const version = await readVersion(deps.templates, command.source);
  if ('ok' in version) return version;
  const compiled = compileTemplate(version);
  if (!compiled.ok) return compiled;
  const customer = await readCustomer(deps.customers, command.customerId);
  if (customer === null) return refuse('NOT_FOUND', `There is no customer ${command.customerId ?? ''}.`);
  const choice = chooseEndpoint(customer, { channel: version.content.channel });
  const endpoint = typeof choice === 'number' ? customer.endpoints[choice] : undefined;
  const { render, variables } = compiled.template;
  const now = deps.clock.now();
  const rendered = render(customer, endpoint ?? customer.endpoints[0] ?? NO_ENDPOINT, now);
  if (!rendered.ok) return rendered;
  const verdict = judgeMessage(rendered.message, version.messageClass, now);
  return {
    ok: true,
    message: rendered.message,
    variables,
    warnings: verdict.ok ? verdict.warnings : [{ rule: verdict.rule, message: verdict.error.message }],
    ...(endpoint === undefined ? {} : { endpointId: endpoint.id }),
    ...(typeof choice === 'number' || command.customerId === undefined ? {} : { reason: choice }),
  };
}

const NO_ENDPOINT = newEndpoint('', 'CUSTOM', '');

async function readVersion(templates: TemplateStore, source: PreviewTemplateCommand['source']) {
  if ('content' in source) {
    const { messageClass, content, defaultSubstitutions } = source;
    return {
      templateId: 'preview',
      version: 0,
      messageClass,
      content,
      defaultSubstitutions: defaultSubstitutions ?? {},
    };
  }
  const known = await templates.get(source.templateId);
  if (known === null) return refuse('NOT_FOUND', `There is no template ${source.templateId}.`);
  const number = source.version ?? known.value.activeVersion;
  const version = await templates.getVersion(source.templateId, number);
  return version ?? refuse('NOT_FOUND', `Template ${source.templateId} has no version ${number}.`);
}

async function readCustomer(customers: CustomerSource, customerId: string | undefined): Promise<Customer | null> {
  if (customerId === undefined) return newCustomer('preview');
  return (await customers.getMany([customerId])).get(customerId) ?? null;
}
