import Button from '@cloudscape-design/components/button';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState, type JSX } from 'react';
import { readAmount } from '../../format/read-amount.ts';
import { beginningOf } from '../../format/times.ts';
import { useSay } from '../../words/say.ts';
import { readMicros, type PriceChange } from './price-rows.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Writes one row of one's own; it holds from the beginning of a day in Korea. */
export function NewPrice({
  kind,
  isGiven,
  give,
}: {
  readonly kind: 'prices' | 'rates';
  readonly isGiven: boolean;
  readonly give: (change: PriceChange) => void;
}): JSX.Element {
  const say = useSay();
  const [name, setName] = useState(kind === 'prices' ? 'sms-part:+82' : 'USD');
  const [currency, setCurrency] = useState('KRW');
  const [amount, setAmount] = useState('');
  const [per, setPer] = useState('1');
  const [free, setFree] = useState('0');
  const [day, setDay] = useState('');
  const [source, setSource] = useState('');
  const [isTried, setIsTried] = useState(false);
  const micros = readMicros(amount);
  const units = readAmount(per);
  const freeUnits = readAmount(free);
  const isDay = DAY.test(day) && !Number.isNaN(Date.parse(day));
  const missing = (isMissing: boolean, text: string): string | undefined => (isTried && isMissing ? text : undefined);
  const save = (): void => {
    setIsTried(true);
    if (micros === null || units === null || freeUnits === null || !isDay || source.trim() === '') return;
    const dated = { micros, validFrom: beginningOf(day), source: source.trim() };
    give(({ prices, rates }) =>
      kind === 'prices'
        ? {
            prices: [
              ...prices,
              { __typename: 'PriceRow', item: name.trim(), currency, per: units, freeUnits, ...dated },
            ],
            rates,
          }
        : { prices, rates: [...rates, { __typename: 'ExchangeRate', from: name.trim(), to: currency, ...dated }] },
    );
  };
  return (
    <ExpandableSection headerText={say(`costs.${kind}.new`)}>
      <SpaceBetween size="s">
        <div className="form-columns">
          <FormField label={say(`costs.${kind}.name`)} description={say(`costs.${kind}.nameHow`)}>
            <Input value={name} onChange={({ detail }) => setName(detail.value)} spellcheck={false} />
          </FormField>
          <FormField label={say('costs.currency')}>
            <Input value={currency} onChange={({ detail }) => setCurrency(detail.value.toUpperCase())} />
          </FormField>
          <FormField
            label={say('costs.amount')}
            errorText={
              missing(micros === null, say('costs.amountWrong')) ??
              (amount !== '' && micros === null ? say('costs.amountWrong') : undefined)
            }
          >
            <Input value={amount} inputMode="decimal" onChange={({ detail }) => setAmount(detail.value)} />
          </FormField>
          {kind === 'prices' && (
            <>
              <FormField label={say('costs.perUnits')} errorText={units === null ? say('amount.wrong') : undefined}>
                <Input value={per} inputMode="numeric" onChange={({ detail }) => setPer(detail.value)} />
              </FormField>
              <FormField
                label={say('costs.freeUnits')}
                errorText={freeUnits === null ? say('amount.wrong') : undefined}
              >
                <Input value={free} inputMode="numeric" onChange={({ detail }) => setFree(detail.value)} />
              </FormField>
            </>
          )}
          <FormField
            label={say('costs.validFrom')}
            description={say('when.dayHow')}
            errorText={missing(!isDay, say('missing.day'))}
          >
            <Input value={day} placeholder={say('when.dayFormat')} onChange={({ detail }) => setDay(detail.value)} />
          </FormField>
          <FormField label={say('costs.source')} errorText={missing(source.trim() === '', say('costs.sourceMissing'))}>
            <Input value={source} onChange={({ detail }) => setSource(detail.value)} />
          </FormField>
        </div>
        <Button variant="primary" loading={isGiven} onClick={save}>
          {say('save')}
        </Button>
      </SpaceBetween>
    </ExpandableSection>
  );
}
