import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { JSX } from 'react';
import { askFor } from '../../ask/ask.ts';
import { Asked } from '../../parts/asked.tsx';
import { draftOfVersion, EMPTY_TEMPLATE } from './template-draft.ts';
import { TemplateEditor } from './template-editor.tsx';

const route = getRouteApi('/templates/$templateId');

/** One template: its words and what becomes of them, its versions; `new` is one that is not saved yet. */
export function TemplatePage(): JSX.Element {
  const { templateId } = route.useParams();
  return templateId === 'new' ? (
    <TemplateEditor key="new" stored={null} saved={EMPTY_TEMPLATE} />
  ) : (
    <Stored key={templateId} templateId={templateId} />
  );
}

async function readTemplate(templateId: string) {
  const template = await askFor('getTemplate', { id: templateId });
  const version = await askFor('getTemplateVersion', { templateId, version: template.activeVersion });
  return { template, version };
}

function Stored({ templateId }: { readonly templateId: string }): JSX.Element {
  const stored = useQuery({
    queryKey: ['template', templateId],
    queryFn: () => readTemplate(templateId),
  });
  return (
    <Asked query={stored}>
      {({ template, version }) => (
        <TemplateEditor key={template.id} stored={template} saved={draftOfVersion(template, version)} />
      )}
    </Asked>
  );
}
