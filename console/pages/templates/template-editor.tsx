import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FocusEvent, type JSX } from 'react';
import type { Answer } from '../../../src/client/index.ts';
import { useNotices } from '../../app/notices.tsx';
import { goOn } from '../../app/go-on.ts';
import { paths } from '../../app/paths.ts';
import { usePerson } from '../../app/person.tsx';
import { askFor } from '../../ask/ask.ts';
import { useOrder } from '../../ask/use-order.ts';
import { DraftNote } from '../../parts/draft-note.tsx';
import { useKeyOfNew } from '../../session/use-key-of-new.ts';
import { useDraft } from '../../session/use-draft.ts';
import { useSay } from '../../words/say.ts';
import { Conflict } from './conflict.tsx';
import { InsertValue } from './insert-value.tsx';
import { Preview } from './preview.tsx';
import {
  CHANNELS,
  CLASSES,
  contentOf,
  defaultsOf,
  isTemplateDraft,
  TEXTS_OF,
  type TemplateDraft,
  type TextName,
} from './template-draft.ts';
import { TestSend } from './test-send.tsx';
import { Versions } from './versions.tsx';
import './template-editor.css';

const LONG: ReadonlySet<TextName> = new Set(['body', 'html', 'text']);

/** Words on the left, what becomes of them on the right; what is typed is kept until it is saved. */
export function TemplateEditor({
  stored,
  saved,
}: {
  readonly stored: Answer<'getTemplate'> | null;
  readonly saved: TemplateDraft;
}): JSX.Element {
  const say = useSay();
  const notices = useNotices();
  const queries = useQueryClient();
  const { mayWrite } = usePerson();
  const latest = stored?.latestVersion ?? 0;
  const draft = useDraft(`template.${stored?.id ?? 'new'}`, { value: saved, revision: latest }, isTemplateDraft);
  // The words are those of the version in use, which need not be the latest one.
  const base = stored !== null && draft.revision === latest ? stored.activeVersion : draft.revision;
  const [newer, setNewer] = useState<number | null>(null);
  const { value } = draft;
  const key = useKeyOfNew(stored === null);
  const save = useOrder(
    async (mayPass: boolean) => {
      if (stored !== null && !mayPass) {
        const { latestVersion } = await askFor('getTemplate', { id: stored.id });
        if (latestVersion !== draft.revision) return { kind: 'NEWER' as const, version: latestVersion };
      }
      const { name, messageClass } = value;
      const version = await askFor('saveTemplate', {
        ...{ name, messageClass, content: contentOf(value), defaultSubstitutions: defaultsOf(value), activate: true },
        ...(value.beyond?.goods === undefined ? {} : { goods: value.beyond.goods }),
        ...(stored === null ? key : { templateId: stored.id }),
      });
      return { kind: 'SAVED' as const, version };
    },
    async (answer) => {
      if (answer.kind === 'NEWER') {
        setNewer(answer.version);
        return queries.invalidateQueries({ queryKey: ['template', stored?.id] });
      }
      const { templateId, version } = answer.version;
      setNewer(null);
      draft.forget({ value, revision: version });
      notices.done(say('templates.saved', { version }), paths.template(templateId));
      await queries.invalidateQueries({ queryKey: ['templates'] });
      await queries.invalidateQueries({ queryKey: ['versions', templateId] });
      await queries.invalidateQueries({ queryKey: ['template', templateId] });
      if (stored === null) goOn(paths.template('new'), paths.template(templateId));
    },
  );
  const cursor = useRef<{ readonly name: TextName; readonly at: number } | null>(null);
  // A choice among values takes the focus away: where the cursor was is known from then.
  const remember = ({ target }: FocusEvent): void => {
    if (!(target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement)) return;
    const name = TEXTS_OF[value.channel].find((one) => one === target.name);
    if (name !== undefined) cursor.current = { name, at: target.selectionStart ?? target.value.length };
  };
  const insert = (text: string): void => {
    const [first = 'body'] = TEXTS_OF[value.channel].filter((name) => LONG.has(name));
    const { name, at } = cursor.current ?? { name: first, at: value[first].length };
    draft.change({ [name]: `${value[name].slice(0, at)}${text}${value[name].slice(at)}` });
    cursor.current = { name, at: at + text.length };
  };
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={stored === null ? undefined : say('templates.active', { version: base })}
          actions={
            mayWrite && (
              <Button
                variant="primary"
                loading={save.isGiven}
                disabled={!draft.isChanged && stored !== null}
                onClick={() => save.give(false)}
              >
                {say('save')}
              </Button>
            )
          }
        >
          {value.name === '' ? say('templates.new') : value.name}
        </Header>
      }
    >
      <div className="template-editor">
        <Container header={<Header variant="h2">{say('templates.words')}</Header>}>
          <SpaceBetween size="m">
            <DraftNote
              changedAt={draft.changedAt}
              throwAway={() => {
                draft.forget();
                setNewer(null);
              }}
            />
            {newer !== null && (
              <FormField errorText={say('templates.newer', { version: newer })}>
                <SpaceBetween size="s">
                  {stored !== null && <Conflict template={stored} version={newer} draft={value} />}
                  <Button onClick={() => save.give(true)}>{say('templates.saveAnyway', { version: newer + 1 })}</Button>
                </SpaceBetween>
              </FormField>
            )}
            <FormField label={say('name')}>
              <Input
                value={value.name}
                readOnly={!mayWrite}
                onChange={({ detail }) => draft.change({ name: detail.value })}
              />
            </FormField>
            <FormField label={say('channel')}>
              <Select
                disabled={stored !== null || !mayWrite}
                selectedOption={{ value: value.channel, label: say(`channel.${value.channel}`) }}
                options={CHANNELS.map((one) => ({ value: one, label: say(`channel.${one}`) }))}
                onChange={({ detail }) => {
                  const channel = CHANNELS.find((one) => one === detail.selectedOption.value);
                  if (channel !== undefined) draft.change({ channel });
                }}
              />
            </FormField>
            <FormField label={say('class')} description={say('templates.classHow')}>
              <Select
                disabled={!mayWrite}
                selectedOption={{ value: value.messageClass, label: say(`class.${value.messageClass}`) }}
                options={CLASSES.map((one) => ({ value: one, label: say(`class.${one}`) }))}
                onChange={({ detail }) => {
                  const messageClass = CLASSES.find((one) => one === detail.selectedOption.value);
                  if (messageClass !== undefined) draft.change({ messageClass });
                }}
              />
            </FormField>
            {mayWrite && <InsertValue insert={insert} />}
            <div className="template-texts" onBlur={remember}>
              {TEXTS_OF[value.channel].map((name) => (
                <FormField key={name} label={say(`text.${name}`)}>
                  {LONG.has(name) ? (
                    <Textarea
                      name={name}
                      rows={name === 'html' ? 12 : 5}
                      readOnly={!mayWrite}
                      spellcheck={name !== 'html'}
                      value={value[name]}
                      onChange={({ detail }) => draft.change({ [name]: detail.value })}
                    />
                  ) : (
                    <Input
                      name={name}
                      value={value[name]}
                      readOnly={!mayWrite}
                      onChange={({ detail }) => draft.change({ [name]: detail.value })}
                    />
                  )}
                </FormField>
              ))}
            </div>
          </SpaceBetween>
        </Container>
        <SpaceBetween size="m">
          <Preview
            draft={value}
            change={draft.change}
            isReadOnly={!mayWrite}
            version={stored === null ? null : base}
            isChanged={draft.isChanged}
          />
          {stored !== null && mayWrite && (
            <TestSend template={stored} version={base} isChanged={draft.isChanged} channel={value.channel} />
          )}
          {stored !== null && <Versions template={stored} mayWrite={mayWrite} />}
        </SpaceBetween>
      </div>
    </ContentLayout>
  );
}
