import type { Channel } from '../customer/channel.ts';
import type { Proportion } from '../experiment/proportion.ts';
import type { Random } from './draw.ts';
import { drawRate, poolRate, type Rate, type RatePrior } from './rate.ts';

/** What may become of a message, each as a share of what comes before it. */
export const MESSAGE_RATES = ['accepted', 'failed', 'opened', 'clicked', 'reported', 'activeAfter'] as const;

/**
 * `accepted` of those sent. `failed`: reported as such, of the accepted. `opened` of the others, `clicked` of the opened.
 * `reported`: said to have arrived, of those not opened. `activeAfter`: active because of it, of the others.
 */
export type MessageRate = (typeof MESSAGE_RATES)[number];

/** What may become of somebody with or without a message: active on a day by themselves; at the goal, when active. */
export const PERSON_RATES = ['activePerDay', 'goalOfActive'] as const;

/** One of `PERSON_RATES`. */
export type PersonRate = (typeof PERSON_RATES)[number];

/** What is known of the messages of one wave and channel. */
export type MessageResponse = Readonly<Record<MessageRate, Rate>>;

/** How people respond, from earlier runs or from the priors. */
export type Response = {
  readonly messages: (wave: number, channel: Channel) => MessageResponse;
  readonly people: Readonly<Record<PersonRate, Rate>>;
  /** Minutes after which half of those who will ever open, or be active because of a message, have been. */
  readonly halfLifeMinutes: number;
};

const WEIGHT = 20;

const prior = (mean: number): RatePrior => ({ mean, weight: WEIGHT });

/**
 * What we assume while a company has no runs of its own: orders of magnitude, stated so that nobody takes them for
 * measured, and each with the weight of twenty observations only, so that the interval is as wide as the ignorance. The
 * first run replaces them.
 */
const MESSAGE_PRIORS: Readonly<Record<Channel, Readonly<Record<MessageRate, RatePrior>>>> = {
  PUSH: priors({ accepted: 0.95, failed: 0.001, opened: 0.05, clicked: 0.001, reported: 0.001, activeAfter: 0.02 }),
  EMAIL: priors({ accepted: 0.99, failed: 0.02, opened: 0.2, clicked: 0.1, reported: 0.97, activeAfter: 0.01 }),
  SMS: priors({ accepted: 0.99, failed: 0.04, opened: 0.001, clicked: 0.001, reported: 0.95, activeAfter: 0.02 }),
  CUSTOM: priors({ accepted: 0.97, failed: 0.04, opened: 0.001, clicked: 0.001, reported: 0.9, activeAfter: 0.02 }),
};

const PERSON_PRIORS: Readonly<Record<PersonRate, RatePrior>> = {
  activePerDay: prior(0.005),
  goalOfActive: prior(0.2),
};

/** A push is opened within hours, a mail within a day: half of it within six hours. */
const HALF_LIFE_MINUTES = 360;

function priors(means: Readonly<Record<MessageRate, number>>): Readonly<Record<MessageRate, RatePrior>> {
  const { accepted, failed, opened, clicked, reported, activeAfter } = means;
  return {
    accepted: prior(accepted),
    failed: prior(failed),
    opened: prior(opened),
    clicked: prior(clicked),
    reported: prior(reported),
    activeAfter: prior(activeAfter),
  };
}

/** What earlier runs counted: of messages by wave and channel, of people; one proportion for each run that knows. */
export type Measured = {
  readonly messages?: readonly {
    readonly wave: number;
    readonly channel: Channel;
    readonly rates: Readonly<Partial<Record<MessageRate, readonly Proportion[]>>>;
  }[];
  readonly people?: Readonly<Partial<Record<PersonRate, readonly Proportion[]>>>;
  readonly halfLifeMinutes?: number;
};

/**
 * How people will respond, by what earlier runs counted. A wave that none of them had goes by the other waves of its
 * channel, and a rate that none of them knows by its prior.
 */
export function responseOf({ messages = [], people = {}, halfLifeMinutes = HALF_LIFE_MINUTES }: Measured): Response {
  const known = new Map<string, MessageResponse>();
  const find = (wave: number, channel: Channel): MessageResponse => {
    const ofChannel = messages.filter((each) => each.channel === channel);
    const ofWave = ofChannel.filter((each) => each.wave === wave);
    const pooled = (rate: MessageRate): Rate => {
      const own = ofWave.flatMap(({ rates }) => rates[rate] ?? []);
      const runs = own.length > 0 ? own : ofChannel.flatMap(({ rates }) => rates[rate] ?? []);
      return poolRate(runs, MESSAGE_PRIORS[channel][rate]);
    };
    return {
      accepted: pooled('accepted'),
      failed: pooled('failed'),
      opened: pooled('opened'),
      clicked: pooled('clicked'),
      reported: pooled('reported'),
      activeAfter: pooled('activeAfter'),
    };
  };
  return {
    messages: (wave, channel) => {
      const key = `${wave} ${channel}`;
      const found = known.get(key) ?? find(wave, channel);
      known.set(key, found);
      return found;
    },
    people: {
      activePerDay: poolRate(people.activePerDay ?? [], PERSON_PRIORS.activePerDay),
      goalOfActive: poolRate(people.goalOfActive ?? [], PERSON_PRIORS.goalOfActive),
    },
    halfLifeMinutes,
  };
}

/** Rates as they are in one replay. */
export type Chances = {
  readonly messages: (wave: number, channel: Channel) => Readonly<Record<MessageRate, number>>;
  readonly people: Readonly<Record<PersonRate, number>>;
  readonly halfLifeMinutes: number;
};

function chancesBy(response: Response, of: (rate: Rate) => number): Chances {
  const known = new Map<string, Readonly<Record<MessageRate, number>>>();
  const { people, halfLifeMinutes } = response;
  return {
    messages: (wave, channel) => {
      const key = `${wave} ${channel}`;
      const found = known.get(key);
      if (found !== undefined) return found;
      const rates = response.messages(wave, channel);
      const made = {
        accepted: of(rates.accepted),
        failed: of(rates.failed),
        opened: of(rates.opened),
        clicked: of(rates.clicked),
        reported: of(rates.reported),
        activeAfter: of(rates.activeAfter),
      };
      known.set(key, made);
      return made;
    },
    people: { activePerDay: of(people.activePerDay), goalOfActive: of(people.goalOfActive) },
    halfLifeMinutes,
  };
}

/** Every rate at its mean. */
export function meanChances(response: Response): Chances {
  return chancesBy(response, ({ mean }) => mean);
}

/** Every rate as it may be in a run to come. */
export function drawChances(response: Response, random: Random): Chances {
  return chancesBy(response, (rate) => drawRate(rate, random));
}

const DAY_MINUTES = 1_440;

/** Which share of what a message does has been done after so many minutes. */
export function shareDone({ halfLifeMinutes }: Pick<Chances, 'halfLifeMinutes'>, minutes: number): number {
  return 1 - 2 ** (-minutes / halfLifeMinutes);
}

/** How likely somebody is active within so many minutes: by themselves, or because of a message that may have arrived. */
export function activeWithin(
  chances: Pick<Chances, 'people' | 'halfLifeMinutes'>,
  minutes: number,
  activeAfter = 0,
): number {
  const byThemselves = (1 - chances.people.activePerDay) ** (minutes / DAY_MINUTES);
  return 1 - byThemselves * (1 - activeAfter * shareDone(chances, minutes));
}
