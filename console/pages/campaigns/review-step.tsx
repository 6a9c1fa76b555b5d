import Container from '@cloudscape-design/components/container';
import type { JSX } from 'react';
import { useSay } from '../../words/say.ts';
import type { CampaignDraft } from './campaign-draft.ts';
import { summaryOf } from './summary-of.ts';
import { useNameOf } from './use-name-of.ts';

/** All that was written, once more; what it would do is forecast once it is saved. */
export function ReviewStep({ draft }: { readonly draft: CampaignDraft }): JSX.Element {
  const say = useSay();
  const nameOf = useNameOf();
  return (
    <Container>
      <dl className="summary">
        {summaryOf(draft, say, nameOf).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="plain">{say('wizard.then')}</p>
    </Container>
  );
}
