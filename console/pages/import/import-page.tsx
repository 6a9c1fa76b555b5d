import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import FileUpload from '@cloudscape-design/components/file-upload';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useState, type JSX } from 'react';
import { ColumnError } from '../../../src/import-reader/column-error.ts';
import type { FileRefusal } from '../../../src/import-reader/inspect.ts';
import { useNotices } from '../../app/notices.tsx';
import { usePerson } from '../../app/person.tsx';
import { MayNot } from '../../parts/may-not.tsx';
import { useSay } from '../../words/say.ts';
import { ImportState } from './import-state.tsx';
import { guessMeanings } from './meanings.ts';
import type { Choice } from './read-choice.ts';
import './import-page.css';

const route = getRouteApi('/import');

/** Loaded when a file was chosen, with what reads it. */
const ChosenColumns = lazy(() => import('./chosen-columns.tsx').then((chosen) => ({ default: chosen.ChosenColumns })));

/** People from a file: chosen, its columns said, sent; then what became of every row. */
export function ImportPage(): JSX.Element {
  const say = useSay();
  const notices = useNotices();
  const queries = useQueryClient();
  const { mayWrite } = usePerson();
  const { importId, segment = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const [files, setFiles] = useState<File[]>([]);
  const [choice, setChoice] = useState<Choice | null>(null);
  const [refusal, setRefusal] = useState<FileRefusal['error'] | null>(null);
  const [meanings, setMeanings] = useState<Readonly<Record<string, string>>>({});
  const [isReading, setIsReading] = useState(false);
  const [share, setShare] = useState<number | null>(null);

  const choose = async (chosen: File[]): Promise<void> => {
    setFiles(chosen);
    setChoice(null);
    setRefusal(null);
    const [file] = chosen;
    if (file === undefined) return;
    setIsReading(true);
    try {
      const { readChoice } = await import('./chosen.ts');
      const read = await readChoice(file);
      if (!read.ok) return setRefusal(read.error);
      setChoice(read.choice);
      setMeanings(guessMeanings(read.choice.table?.titles ?? []));
    } catch (error) {
      notices.tell(error);
    } finally {
      setIsReading(false);
    }
  };

  const send = async (): Promise<void> => {
    if (choice === null || share !== null) return;
    setRefusal(null);
    setShare(0);
    const options = {
      ...(choice.table === null ? {} : { columns: meanings }),
      ...(segment === '' ? {} : { segmentId: segment }),
    };
    try {
      const { inspectChosen, sendFile } = await import('./chosen.ts');
      const inspected = await inspectChosen(choice.file, options);
      if (!inspected.ok) return setRefusal(inspected.error);
      await navigate({ search: (before) => ({ ...before, importId: inspected.importId }) });
      await sendFile(choice.file, inspected, options, setShare);
      await queries.invalidateQueries({ queryKey: ['import', inspected.importId] });
    } catch (error) {
      if (error instanceof ColumnError) setRefusal({ code: error.code, message: error.message });
      else notices.tell(error);
    } finally {
      setShare(null);
    }
  };

  if (!mayWrite && importId === undefined) return <MayNot />;
  return (
    <ContentLayout
      header={
        <Header variant="h1" description={say('import.how')}>
          {say('import.title')}
        </Header>
      }
    >
      <SpaceBetween size="l">
        {mayWrite && (
          <Container header={<Header variant="h2">{say('import.file')}</Header>}>
            <SpaceBetween size="m">
              <FormField label={say('import.choose')} constraintText={say('import.kinds')}>
                <FileUpload
                  value={files}
                  accept=".csv,.tsv,.txt,.json,.ndjson,.jsonl,.gz"
                  showFileSize
                  onChange={({ detail }) => void choose(detail.value)}
                  i18nStrings={{
                    uploadButtonText: () => say('import.button'),
                    dropzoneText: () => say('import.drop'),
                    removeFileAriaLabel: () => say('import.remove'),
                    limitShowFewer: '−',
                    limitShowMore: '+',
                  }}
                />
              </FormField>
              {isReading && <StatusIndicator type="loading">{say('loading')}</StatusIndicator>}
              {refusal !== null && (
                <Alert type="error" header={say(`import.refused.${refusal.code}`)}>
                  {`${refusal.message} (${refusal.code})`}
                </Alert>
              )}
              {choice !== null && (
                <Suspense fallback={<StatusIndicator type="loading">{say('loading')}</StatusIndicator>}>
                  <ChosenColumns
                    choice={choice}
                    meanings={meanings}
                    change={(title, meaning) => setMeanings({ ...meanings, [title]: meaning })}
                    segment={segment}
                    chooseSegment={(value) => void navigate({ search: value === '' ? {} : { segment: value } })}
                    isSending={share !== null}
                    send={() => void send()}
                  />
                </Suspense>
              )}
            </SpaceBetween>
          </Container>
        )}
        {importId !== undefined && <ImportState key={importId} importId={importId} share={share} />}
      </SpaceBetween>
    </ContentLayout>
  );
}
