import Box from '@cloudscape-design/components/box';
import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import type { Answer } from '../../../src/client/index.ts';
import { askFor } from '../../ask/ask.ts';
import { Asked } from '../../parts/asked.tsx';
import { useSay } from '../../words/say.ts';
import { compareLines } from './compare-lines.ts';
import { draftOfVersion, TEXTS_OF, type TemplateDraft } from './template-draft.ts';

/** What a version says otherwise than the active one, text by text and line by line. */
export function Compare({
  template,
  active,
  versions,
}: {
  readonly template: Answer<'getTemplate'>;
  readonly active: number;
  readonly versions: readonly number[];
}): JSX.Element | null {
  const say = useSay();
  const others = versions.filter((version) => version !== active);
  const [chosen, setChosen] = useState<number | null>(null);
  const options = others.map((version) => ({ value: String(version), label: say('templates.active', { version }) }));
  if (others.length === 0) return null;
  return (
    <SpaceBetween size="s">
      <FormField label={say('compare.title')}>
        <Select
          placeholder={say('compare.with')}
          options={options}
          selectedOption={options.find(({ value }) => value === String(chosen)) ?? null}
          onChange={({ detail }) => setChosen(Number(detail.selectedOption.value))}
        />
      </FormField>
      {chosen !== null && (
        <Difference template={template} older={Math.min(chosen, active)} newer={Math.max(chosen, active)} />
      )}
    </SpaceBetween>
  );
}

function Difference({
  template,
  older,
  newer,
}: {
  readonly template: Answer<'getTemplate'>;
  readonly older: number;
  readonly newer: number;
}): JSX.Element {
  const say = useSay();
  const both = useQuery({
    queryKey: ['compare', template.id, older, newer],
    queryFn: async () => {
      const read = async (version: number): Promise<TemplateDraft> =>
        draftOfVersion(template, await askFor('getTemplateVersion', { templateId: template.id, version }));
      return { before: await read(older), after: await read(newer) };
    },
  });
  return (
    <Asked query={both}>
      {({ before, after }) => {
        const changed = TEXTS_OF[template.channel].filter((name) => before[name] !== after[name]);
        if (changed.length === 0) return <Box>{say('compare.same')}</Box>;
        return (
          <SpaceBetween size="s">
            <Box variant="small">
              <del className="only-old">{say('compare.removed', { version: older })}</del>{' '}
              <ins className="only-new">{say('compare.added', { version: newer })}</ins>
            </Box>
            {changed.map((name) => (
              <div key={name}>
                <Box variant="strong">{say(`text.${name}`)}</Box>
                <pre className="compared">
                  {compareLines(before[name], after[name]).map(({ side, text }, index) =>
                    side === 'BOTH' ? (
                      <span key={index}>{`${text}\n`}</span>
                    ) : side === 'OLD' ? (
                      <del key={index} className="only-old">{`− ${text}\n`}</del>
                    ) : (
                      <ins key={index} className="only-new">{`+ ${text}\n`}</ins>
                    ),
                  )}
                </pre>
              </div>
            ))}
          </SpaceBetween>
        );
      }}
    </Asked>
  );
}
