import type { GraphqlSession } from '../graphql-session.ts';
import * as operations from './operations.ts';

/** What the rules of advertising say of each template as a real customer would read it. */
export async function showLaw(
  session: GraphqlSession,
  templates: readonly { readonly name: string; readonly templateId: string }[],
  customerId: string,
  write: (text: string) => void,
): Promise<void> {
  for (const { name, templateId } of templates) {
    const { warnings, reason, smsParts } = await session.call(
      operations.PREVIEW_TEMPLATE,
      { templateId, customerId },
      operations.preview,
    );
    const parts = smsParts === null ? '' : `, ${smsParts} part${smsParts === 1 ? '' : 's'}`;
    const verdict = warnings.length === 0 ? 'nothing to change' : warnings.map(({ message }) => message).join('; ');
    write(`   ${name}: ${verdict}${parts}${reason === null ? '' : ` (${customerId} gets none: ${reason})`}`);
  }
}
