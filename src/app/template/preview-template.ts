import { newCustomer, newEndpoint, type Customer } from '../../domain/customer/index.ts';
import { fitMessage, type Destination } from '../../domain/destination/index.ts';
import { judgeMessage, type LawWarning } from '../../domain/law/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import {
  compileTemplate,
  composeContent,
  composeDefaults,
  type DefaultSubstitutions,
  type RenderedMessage,
  type TemplateContent,
} from '../../domain/template/index.ts';
import { chooseEndpoint, type ExclusionReason } from '../../domain/send-job/index.ts';
import type { MessageClass } from '../../domain/consent/index.ts';
import type { SettingsStore } from '../delivery/model/ports.ts';
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
  /** The named destination that the words are for. */
  readonly destination?: string;
};

/** What a destination makes of words: what kind of message they are, how long, and which characters it replaces. */
export type FittedPreview = {
  readonly kind: string;
  readonly length: number;
  readonly replaced: readonly { readonly from: string; readonly to: string }[];
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
  /** Of a destination: `message` has the words as it takes them. */
  readonly fitted?: FittedPreview;
};

export type PreviewTemplateDeps = {
  readonly templates: TemplateStore;
  readonly customers: CustomerSource;
  readonly deliverySettings: Pick<SettingsStore, 'get'>;
  readonly clock: Clock;
};

/** Renders a template for one customer without sending it. */
export async function previewTemplate(
  deps: PreviewTemplateDeps,
  command: PreviewTemplateCommand,
): Promise<TemplatePreview | Refused> {
  const version = await readVersion(deps.templates, command.source);
  if ('ok' in version) return version;
  const compiled = compileTemplate(version);
  if (!compiled.ok) return compiled;
  const customer = await readCustomer(deps.customers, command.customerId);
  if (customer === null) return refuse('NOT_FOUND', `There is no customer ${command.customerId ?? ''}.`);
  const found = await readDestination(deps, command.destination);
  if (!found.ok) return found;
  const { destination } = found;
  const choice = chooseEndpoint(customer, {
    channel: version.content.channel,
    ...(destination === undefined ? {} : { endpointTypes: new Set(destination.endpointTypes) }),
  });
  const endpoint = typeof choice === 'number' ? customer.endpoints[choice] : undefined;
  const { render, variables } = compiled.template;
  const now = deps.clock.now();
  const rendered = render(customer, endpoint ?? customer.endpoints[0] ?? NO_ENDPOINT, now);
  if (!rendered.ok) return rendered;
  const verdict = judgeMessage(rendered.message, version.messageClass, now);
  const fitted = fitFor(destination, rendered.message);
  if (!fitted.ok) return fitted;
  return {
    ok: true,
    message: fitted.message,
    ...(fitted.fitted === undefined ? {} : { fitted: fitted.fitted }),
    variables,
    warnings: verdict.ok ? verdict.warnings : [{ rule: verdict.rule, message: verdict.error.message }],
    ...(endpoint === undefined ? {} : { endpointId: endpoint.id }),
    ...(typeof choice === 'number' || command.customerId === undefined ? {} : { reason: choice }),
  };
}

async function readDestination(
  { deliverySettings }: PreviewTemplateDeps,
  name: string | undefined,
): Promise<{ readonly ok: true; readonly destination?: Destination } | Refused<'NOT_FOUND'>> {
  if (name === undefined) return { ok: true };
  const { destinations = [] } = await deliverySettings.get();
  const destination = destinations.find((known) => known.name === name);
  return destination === undefined
    ? refuse('NOT_FOUND', `There is no destination ${JSON.stringify(name)}; saveDeliverySettings adds one.`)
    : { ok: true, destination };
}

/** The message as a destination takes it; refused by name of what does not fit. */
function fitFor(
  destination: Destination | undefined,
  message: RenderedMessage,
): { readonly ok: true; readonly message: RenderedMessage; readonly fitted?: FittedPreview } | Refused<'TEXT_UNFIT'> {
  if (destination === undefined || message.channel !== 'CUSTOM') return { ok: true, message };
  const fit = fitMessage(destination, message);
  if (!fit.ok) return refuse('TEXT_UNFIT', `The message does not fit: ${fit.message}`);
  const { kind, length, replaced, words } = fit;
  return { ok: true, message: { channel: 'CUSTOM', ...words }, fitted: { kind, length, replaced } };
}

const NO_ENDPOINT = newEndpoint('', 'CUSTOM', '');

async function readVersion(templates: TemplateStore, source: PreviewTemplateCommand['source']) {
  if ('content' in source) {
    const { messageClass, content, defaultSubstitutions } = source;
    return {
      templateId: 'preview',
      version: 0,
      messageClass,
      content: composeContent(content),
      defaultSubstitutions: composeDefaults(defaultSubstitutions ?? {}),
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
