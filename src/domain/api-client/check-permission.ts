import { refuse, type Refused } from '../result.ts';
import { ANY_TEMPLATE, type ApiClient, type ApiOperation } from './api-client.ts';
import { isInCidrs } from './cidr.ts';

/** Whether a client may call at all, from there. */
export function checkCaller(
  client: ApiClient,
  sourceIp: string | null,
): { readonly ok: true } | Refused<'CLIENT_DISABLED' | 'IP_NOT_ALLOWED'> {
  if (!client.isActive) return refuse('CLIENT_DISABLED', `The API client ${client.id} is switched off.`);
  if (sourceIp === null || !isInCidrs(sourceIp, client.cidrs)) {
    return refuse('IP_NOT_ALLOWED', `The API client ${client.id} may not call from this address.`);
  }
  return { ok: true };
}

/** Whether a client may ask for this. */
export function checkOperation(
  client: ApiClient,
  operation: ApiOperation,
): { readonly ok: true } | Refused<'OPERATION_NOT_ALLOWED'> {
  return client.operations.includes(operation)
    ? { ok: true }
    : refuse('OPERATION_NOT_ALLOWED', `The API client ${client.id} may not do this (${operation}).`);
}

/** Whether a client may send these templates; `null` stands for words of its own. */
export function checkTemplateUse(
  client: ApiClient,
  templateIds: readonly (string | null)[],
): { readonly ok: true } | Refused<'TEMPLATE_NOT_ALLOWED' | 'INLINE_NOT_ALLOWED'> {
  for (const templateId of templateIds) {
    if (templateId === null && !client.mayInline) {
      return refuse('INLINE_NOT_ALLOWED', `The API client ${client.id} sends templates only, no content of its own.`);
    }
    const isListed = (id: string): boolean =>
      client.templateIds.includes(ANY_TEMPLATE) || client.templateIds.includes(id);
    if (templateId !== null && !isListed(templateId)) {
      return refuse('TEMPLATE_NOT_ALLOWED', `The API client ${client.id} may not send the template ${templateId}.`);
    }
  }
  return { ok: true };
}
