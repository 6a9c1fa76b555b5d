import type { ConsentDecision } from '../consent/consent.ts';
import type { Customer, Endpoint } from '../customer/customer.ts';
import { wallText } from '../schedule/wall-time.ts';
import { DEFAULT_TIMEZONE, zoneOf } from '../schedule/zone.ts';
import { isTaken } from './decide-customer.ts';
import type { SendPlan } from './plan.ts';
import type { ExclusionReason } from './recipient.ts';

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function consentText(name: string, decision: ConsentDecision | undefined): string {
  if (decision === undefined) return `${name}: never given`;
  const verb = decision.state === 'GRANTED' ? 'given' : 'withdrawn';
  return `${name}: ${verb} on ${day(decision.at)} (${decision.source})`;
}

function endpointText({ id, channelType, status, optOut, address }: Endpoint): string {
  const faults = [
    ...(status === 'ACTIVE' ? [] : ['inactive']),
    ...(optOut === 'ALL' ? ['opted out'] : []),
    ...(address === '' ? ['without address'] : []),
  ];
  return `${id} (${channelType}${faults.length === 0 ? '' : `, ${faults.join(', ')}`})`;
}

function endpointsOn(customer: Customer, { steps }: SendPlan): string {
  const found = customer.endpoints.filter(({ channelType }) =>
    steps.some(({ channel, endpointTypes }) => isTaken(channelType, channel, endpointTypes)),
  );
  return found.length === 0 ? 'none' : found.map(endpointText).join('; ');
}

function capsText({ caps = {} }: SendPlan): string {
  const limits = [
    ...(caps.daily === undefined ? [] : [`${caps.daily} a day`]),
    ...(caps.total === undefined ? [] : [`${caps.total} in all`]),
  ];
  return limits.join(' and ');
}

/**
 * The rule behind a reason, with what of the customer met it. Names endpoints by id and type, never by address.
 */
export function ruleOfReason(reason: ExclusionReason, customer: Customer, plan: SendPlan): string {
  const channels = plan.steps.map(({ channel }) => channel);
  const wanted = plan.steps
    .map(({ channel, endpointTypes }) =>
      endpointTypes === undefined ? channel : `${channel} (${[...endpointTypes].join(', ')})`,
    )
    .join(' → ');
  const consents = (kind: 'ad' | 'night'): string =>
    channels.map((channel) => consentText(`${channel}.${kind}`, customer.consent[channel]?.[kind])).join('; ');
  const zones = [...new Set(customer.endpoints.map(({ demographic }) => demographic.timezone ?? DEFAULT_TIMEZONE))];
  const unknownZones = zones.filter((zone) => !zoneOf(zone).isKnown).map((zone) => JSON.stringify(zone));
  switch (reason) {
    case 'FILTERED_OUT_BY_SEGMENT':
      return 'No endpoint of the customer satisfies the whole definition of the segment, as it was when planned.';
    case 'ENDPOINT_INACTIVE':
      return `No active endpoint for ${wanted}. Endpoints there: ${endpointsOn(customer, plan)}.`;
    case 'ENDPOINT_OPT_OUT':
      return `Every endpoint for ${wanted} has opted out, or its address is suppressed, whoever said so. Endpoints there: ${endpointsOn(customer, plan)}.`;
    case 'ENDPOINT_MISSING_ADDRESS':
      return `No endpoint for ${wanted} has an address. Endpoints there: ${endpointsOn(customer, plan)}.`;
    case 'ENDPOINT_MISSING_CHANNEL':
      return `The campaign sends by ${wanted}; the customer has no endpoint.`;
    case 'ENDPOINT_CHANNEL_MISMATCH':
      return `The campaign sends by ${wanted}; the customer has only ${customer.endpoints.map(endpointText).join('; ')}.`;
    case 'NO_AD_CONSENT':
      return `An advertisement needs consent on its channel, or a purchase of the same goods within six months. ${consents('ad')}.`;
    case 'NO_NIGHT_CONSENT':
      if (unknownZones.length > 0) {
        return (
          `The time zone ${unknownZones.join(', ')} is not known and taken as ${DEFAULT_TIMEZONE} (write a name such as ` +
          `that), where it was night, when an advertisement needs a consent of its own. ${consents('night')}.`
        );
      }
      return `Between 21:00 and 08:00 (${zones.join(', ')}) an advertisement needs a consent of its own. ${consents('night')}.`;
    case 'CONSENT_STALE':
      return `A consent holds for two years, or until it is confirmed. ${consents('ad')}; ${consents('night')}.`;
    case 'QUIET_TIME':
      if (plan.quietTime === undefined) {
        const windows = plan.steps.flatMap(({ window }) =>
          window === undefined ? [] : [`${window.opens} to ${window.closes} (${window.zone})`],
        );
        return `The destination of the campaign takes messages from ${windows.join(', ')} only.`;
      }
      return `The campaign is quiet from ${plan.quietTime.start} to ${plan.quietTime.end} (${zones.join(', ')}).`;
    case 'MESSAGE_EXPIRED':
      return 'The message is of no use any more so long after the launch (expiresAfterMinutes of the campaign), and the hours in which it must not go to this customer were not over before that.';
    case 'LOCAL_TIME_PASSED': {
      const wall = plan.local === undefined ? 'the time of the campaign' : wallText(plan.local.wall);
      return `Clocks of the customer (${zones.join(', ')}) had shown ${wall} before the campaign was launched. A schedule with passed: NEXT_DAY sends to them a day later.`;
    }
    case 'WAIT_DATE_MISSING':
      return 'The campaign waits for a day that the customer has as an attribute, and they had none when the event happened.';
    case 'WAIT_DATE_UNREADABLE':
      return 'The attribute that the campaign waits for held no day that exists when the event happened.';
    case 'WAIT_DATE_PASSED':
      return 'The day that the campaign waits for had passed when the event happened.';
    case 'ENTRY_EXPIRED':
      return 'The event that opened the campaign for the customer is so long ago that its message is of no use any more (trigger.expiresAfterMinutes of the campaign), or would be before the hours are over in which it must not go.';
    case 'TREATMENT_HOLDOUT':
      return `The campaign holds ${plan.holdoutPercent} % of its audience out, to compare with.`;
    case 'AWAITS_LOOK':
      return 'The campaign tries its treatments on a part of its audience first; the rest, and this customer, gets what the look at them finds, in the next wave.';
    case 'ENTERED_BEFORE':
      return 'The campaign is once for each customer, and an earlier run of it has sent to this one or held them out. A duplicate of it is another campaign.';
    case 'FREQUENCY_CAP':
      return plan.caps === undefined
        ? 'All campaigns and calls of the class together send so much to one customer and no more (frequencyCaps of the delivery settings).'
        : `The campaign sends to one customer at most ${capsText(plan)}, and all of its class together as the delivery settings say.`;
    case 'DUPLICATE_ENDPOINT':
      return 'Another customer of the job has the same address, and gets the message there.';
    case 'DUPLICATE_USER':
      return 'The customer is in the job already.';
    case 'RENDER_FAILED':
      return 'The template of the step that reaches this customer cannot be filled in, or makes no lawful advertisement; previewTemplate says why.';
    case 'TEXT_UNFIT':
      return 'The words with the data of this customer have a character that the destination of the step cannot carry, or are longer than it takes; previewTemplate with the destination says which.';
    case 'BUDGET_EXCEEDED':
      return `A run of the campaign may cost ${(plan.budgetKrw ?? 0).toLocaleString('en')} won; what was left did not pay for this customer.`;
    case 'CONVERTED':
      return 'The customer has done since the run began what the campaign is for; whoever has leaves the run.';
    case 'CAME_BACK':
      return 'The step goes on with customers who have not been active since the run began, and this one has.';
    case 'ENGAGED':
      return 'The step goes on with customers who did not open or click the message of the wave before; this one did.';
    case 'NOT_CONCERNED':
      return 'The step goes on with other customers than this one, by what became of the message of the wave before (goesOn).';
  }
}
