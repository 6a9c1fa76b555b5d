import * as z from 'zod';
import { upcomingOccurrences } from '../../../src/app/campaign/index.ts';
import { describeZoneData } from '../../../src/domain/schedule/index.ts';
import { field, type Field } from '../edge/answer-fields.ts';
import { idArgument } from '../edge/id-argument.ts';
import { moment } from '../edge/moment.ts';

type Deps = Parameters<typeof upcomingOccurrences>[0];

const query = z.object({
  campaignId: idArgument.exactOptional(),
  from: moment.exactOptional(),
  until: moment.exactOptional(),
});

const isoTime = (at: number): string => new Date(at).toISOString();

export const upcomingOccurrencesField = (deps: Deps, zoneDataVersion: string | undefined): Field =>
  field(query, async (asked) => {
    const calendar = await upcomingOccurrences(deps, asked);
    if (!calendar.ok) return calendar;
    const { version, warning } = describeZoneData(zoneDataVersion);
    return {
      ok: true,
      value: {
        occurrences: calendar.occurrences.map(({ at, lastAt, ...row }) => ({
          ...row,
          at: isoTime(at),
          lastAt: isoTime(lastAt),
        })),
        isCut: calendar.isCut,
        damagedCampaigns: calendar.damagedCampaigns,
        zoneData: version,
        zoneDataWarning: warning,
      },
    };
  });
