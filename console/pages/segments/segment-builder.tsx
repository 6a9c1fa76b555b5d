import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import type { Answer } from '../../../src/client/index.ts';
import { useNotices } from '../../app/notices.tsx';
import { goOn } from '../../app/go-on.ts';
import { paths } from '../../app/paths.ts';
import { usePerson } from '../../app/person.tsx';
import { askFor } from '../../ask/ask.ts';
import { useOrder } from '../../ask/use-order.ts';
import { DraftNote } from '../../parts/draft-note.tsx';
import { Overtaken, type Differing } from '../../parts/overtaken.tsx';
import { stopsAtWrongAmount, WrongAmountsContext, type WrongAmounts } from '../../parts/wrong-amounts.ts';
import { useKeyOfNew } from '../../session/use-key-of-new.ts';
import { useDraft } from '../../session/use-draft.ts';
import { useNewer } from '../../session/use-newer.ts';
import { useSay, type Say } from '../../words/say.ts';
import { ConditionRow } from './condition-row.tsx';
import { builtOf, COMBINED, definitionOf, emptyCondition, type Built, type Group } from './conditions.ts';
import { EstimatePane } from './estimate-pane.tsx';
import { saySegment } from './say-segment.ts';
import './segment-builder.css';

type SegmentDraft = Built & { readonly name: string };

function isSegmentDraft(value: object): value is SegmentDraft {
  return 'name' in value && 'include' in value && 'groups' in value && Array.isArray(value.groups);
}

/** Who, in sentences and groups of them, and how many that is while it is written. */
export function SegmentBuilder({
  stored,
  saved,
}: {
  readonly stored: Answer<'getSegment'> | null;
  readonly saved: SegmentDraft;
}): JSX.Element {
  const say = useSay();
  const notices = useNotices();
  const queries = useQueryClient();
  const { mayWrite } = usePerson();
  const [wrong] = useState<WrongAmounts>(() => new Map());
  const revision = stored === null ? 0 : Date.parse(stored.updatedAt);
  const draft = useDraft(`segment.${stored?.id ?? 'new'}`, { value: saved, revision }, isSegmentDraft);
  const { value } = draft;
  const definition = definitionOf(value);
  const changeGroup = (index: number, group: Group | null): void =>
    draft.change({
      groups: value.groups.flatMap((one, at) => (at !== index ? [one] : group === null ? [] : [group])),
    });
  const others = useNewer(draft);
  const key = useKeyOfNew(stored === null);
  const save = useOrder(
    async () => {
      if (stored !== null) {
        const theirs = await askFor('getSegment', { id: stored.id });
        const other = {
          value: { ...(builtOf(theirs.definition) ?? saved), name: theirs.name },
          revision: Date.parse(theirs.updatedAt),
        };
        if (others.isOvertakenBy(other)) return { kind: 'NEWER' as const, saved: other };
      }
      const segment = await askFor('saveSegment', {
        ...{ name: value.name, definition },
        ...(stored === null ? key : { segmentId: stored.id }),
      });
      return { kind: 'SAVED' as const, segment };
    },
    async (answer) => {
      if (answer.kind === 'NEWER') {
        others.tell(answer.saved);
        return queries.invalidateQueries({ queryKey: ['segment', stored?.id] });
      }
      const { id, updatedAt } = answer.segment;
      others.forget();
      draft.forget({ value, revision: Date.parse(updatedAt) });
      notices.done(say('saved', { name: value.name }), paths.segment(id));
      await queries.invalidateQueries({ queryKey: ['segments'] });
      await queries.invalidateQueries({ queryKey: ['segment', id] });
      if (stored === null) goOn(paths.segment('new'), paths.segment(id));
    },
  );
  const include = [
    { value: 'ALL', label: say('include.ALL') },
    { value: 'ANY', label: say('include.ANY') },
  ];
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          actions={
            mayWrite && (
              <Button
                variant="primary"
                loading={save.isGiven}
                onClick={() => {
                  if (!stopsAtWrongAmount(wrong)) save.give(undefined);
                }}
              >
                {say('save')}
              </Button>
            )
          }
        >
          {value.name === '' ? say('segments.new') : value.name}
        </Header>
      }
    >
      <div className="segment-builder">
        <SpaceBetween size="m">
          <DraftNote
            changedAt={draft.changedAt}
            throwAway={() => {
              draft.forget();
              others.forget();
            }}
          />
          {others.newer !== null && (
            <Overtaken differing={differingIn(value, others.newer.value, say)} keep={others.keep} take={others.take} />
          )}
          <FormField label={say('name')}>
            <Input
              value={value.name}
              readOnly={!mayWrite}
              onChange={({ detail }) => draft.change({ name: detail.value })}
            />
          </FormField>
          {value.groups.length > 1 && (
            <FormField label={say('include')}>
              <Select
                disabled={!mayWrite}
                options={include}
                selectedOption={include.find((one) => one.value === value.include) ?? null}
                onChange={({ detail }) =>
                  draft.change({ include: detail.selectedOption.value === 'ANY' ? 'ANY' : 'ALL' })
                }
              />
            </FormField>
          )}
          <WrongAmountsContext value={wrong}>
            <SpaceBetween size="m">
              {value.groups.map((group, index) => (
                <GroupBox
                  key={index}
                  group={group}
                  isReadOnly={!mayWrite}
                  change={(changed) => changeGroup(index, changed)}
                />
              ))}
            </SpaceBetween>
          </WrongAmountsContext>
          {mayWrite && (
            <Button
              onClick={() =>
                draft.change({ groups: [...value.groups, { type: 'ALL', conditions: [emptyCondition('ATTRIBUTE')] }] })
              }
            >
              {say('group.add')}
            </Button>
          )}
        </SpaceBetween>
        <EstimatePane definition={definition} />
      </div>
    </ContentLayout>
  );
}

/** Where two segments say something else. */
function differingIn(mine: SegmentDraft, theirs: SegmentDraft, say: Say): readonly Differing[] {
  return [
    { field: say('name'), mine: mine.name, theirs: theirs.name },
    { field: say('segment'), mine: saySegment(mine, say), theirs: saySegment(theirs, say) },
  ].filter((one) => one.mine !== one.theirs);
}

function GroupBox({
  group,
  change,
  isReadOnly,
}: {
  readonly group: Group;
  /** Null takes it away. */
  readonly change: (group: Group | null) => void;
  readonly isReadOnly: boolean;
}): JSX.Element {
  const say = useSay();
  const types = COMBINED.map((value) => ({ value, label: say(`combined.${value}`) }));
  const { conditions } = group;
  return (
    <Container>
      <SpaceBetween size="s">
        <Select
          disabled={isReadOnly}
          ariaLabel={say('combined')}
          options={types}
          selectedOption={types.find(({ value }) => value === group.type) ?? null}
          onChange={({ detail }) =>
            change({ ...group, type: COMBINED.find((one) => one === detail.selectedOption.value) ?? group.type })
          }
        />
        {conditions.map((condition, index) => (
          <ConditionRow
            key={index}
            condition={condition}
            isReadOnly={isReadOnly}
            change={(changed) => {
              const others = conditions.flatMap((one, at) =>
                at !== index ? [one] : changed === null ? [] : [changed],
              );
              change(others.length === 0 ? null : { ...group, conditions: others });
            }}
          />
        ))}
        {!isReadOnly && (
          <Button
            variant="inline-link"
            onClick={() => change({ ...group, conditions: [...conditions, emptyCondition('ATTRIBUTE')] })}
          >
            {say('condition.add')}
          </Button>
        )}
      </SpaceBetween>
    </Container>
  );
}
