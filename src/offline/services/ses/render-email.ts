import { isRecord } from '../aws-response.ts';

/** One e-mail as its recipients would see it. */
export type RenderedEmail =
  | { readonly ok: true; readonly subject?: string; readonly text?: string; readonly html?: string }
  | {
      readonly ok: false;
      readonly error: {
        readonly code: 'TEMPLATE_NOT_FOUND' | 'INVALID_PARAMETER' | 'RENDERING_FAILURE';
        readonly message: string;
      };
    };

/** Renders `Content` of SendEmail: simple, raw, or an inline template. */
export function renderContent(content: Readonly<Record<string, unknown>>): RenderedEmail {
  const given = ['Simple', 'Raw', 'Template'].filter((kind) => isRecord(content[kind]));
  if (given.length !== 1) return invalid('Content must hold exactly one of Simple, Raw and Template.');
  const { Simple: simple, Raw: raw, Template: template } = content;
  if (isRecord(simple)) {
    const body = isRecord(simple['Body']) ? simple['Body'] : {};
    return rendered(dataOf(simple['Subject']), dataOf(body['Text']), dataOf(body['Html']));
  }
  if (isRecord(raw))
    return rendered(
      undefined,
      Buffer.from(typeof raw['Data'] === 'string' ? raw['Data'] : '', 'base64').toString('utf8'),
      undefined,
    );
  return renderTemplate(isRecord(template) ? template : {}, isRecord(template) ? template['TemplateData'] : undefined);
}

/** Renders an inline template with its data; `replacement` values win over the template's own. */
export function renderTemplate(
  template: Readonly<Record<string, unknown>>,
  data: unknown,
  replacement?: unknown,
): RenderedEmail {
  const content = template['TemplateContent'];
  if (!isRecord(content)) {
    const name = [template['TemplateName'], template['TemplateArn']].find((value) => typeof value === 'string') ?? '';
    return {
      ok: false,
      error: {
        code: 'TEMPLATE_NOT_FOUND',
        message: `Template ${name} does not exist. The sandbox keeps no SES templates; send TemplateContent.`,
      },
    };
  }
  const values = parseData(data);
  const overrides = parseData(replacement);
  if (values === undefined || overrides === undefined) return invalid('Template data is not a JSON object.');
  const all = { ...values, ...overrides };
  const missing = new Set<string>();
  const fill = (text: unknown): string | undefined =>
    typeof text !== 'string'
      ? undefined
      : text.replace(/\{\{\s*([\w.-]+)\s*\}\}/g, (_whole, name: string) => {
          const value = all[name];
          if (value === undefined) missing.add(name);
          return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
        });
  const email = rendered(fill(content['Subject']), fill(content['Text']), fill(content['Html']));
  if (missing.size === 0) return email;
  return {
    ok: false,
    error: {
      code: 'RENDERING_FAILURE',
      message: `Attribute '${[...missing].join("', '")}' is not present in the rendering data.`,
    },
  };
}

function rendered(subject: string | undefined, text: string | undefined, html: string | undefined): RenderedEmail {
  return {
    ok: true,
    ...(subject === undefined ? {} : { subject }),
    ...(text === undefined ? {} : { text }),
    ...(html === undefined ? {} : { html }),
  };
}

function parseData(data: unknown): Record<string, unknown> | undefined {
  if (data === undefined || data === '') return {};
  if (typeof data !== 'string') return undefined;
  try {
    const value: unknown = JSON.parse(data);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function dataOf(part: unknown): string | undefined {
  return isRecord(part) && typeof part['Data'] === 'string' ? part['Data'] : undefined;
}

function invalid(message: string): RenderedEmail {
  return { ok: false, error: { code: 'INVALID_PARAMETER', message } };
}
