import Box from '@cloudscape-design/components/box';
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import type { Answer } from '../../../src/client/index.ts';
import { askFor } from '../../ask/ask.ts';
import { Asked } from '../../parts/asked.tsx';
import { useSay } from '../../words/say.ts';
import { draftOfVersion, TEXTS_OF, type TemplateDraft } from './template-draft.ts';

/** What somebody else saved meanwhile, and what is being written here, side by side where they differ. */
export function Conflict({
  template,
  version,
  draft,
}: {
  readonly template: Answer<'getTemplate'>;
  readonly version: number;
  readonly draft: TemplateDraft;
}): JSX.Element {
  const say = useSay();
  const theirs = useQuery({
    queryKey: ['compare', template.id, version],
    queryFn: async () =>
      draftOfVersion(template, await askFor('getTemplateVersion', { templateId: template.id, version })),
  });
  return (
    <Asked query={theirs}>
      {(stored) => (
        <div className="conflict">
          <Box variant="strong">{say('templates.active', { version })}</Box>
          <Box variant="strong">{say('compare.mine')}</Box>
          {TEXTS_OF[template.channel]
            .filter((name) => stored[name] !== draft[name])
            .flatMap((name) => [
              <pre key={`${name} theirs`} className="compared only-old">
                {stored[name]}
              </pre>,
              <pre key={`${name} mine`} className="compared only-new">
                {draft[name]}
              </pre>,
            ])}
        </div>
      )}
    </Asked>
  );
}
