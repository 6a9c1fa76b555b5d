import { a } from '@aws-amplify/backend';
import { READERS, WRITERS } from '../../auth/groups.ts';
import { COMMAND_SOURCES } from './data-sources.ts';

/** Commands and queries on segments. */
export const segmentCommands = {
  saveSegment: a
    .mutation()
    .arguments({ segmentId: a.id(), name: a.string().required(), definition: a.json().required() })
    .returns(a.ref('Segment'))
    .handler([
      a.handler.custom({ dataSource: COMMAND_SOURCES.saveSegment, entry: '../resolvers/invoke-command.js' }),
      a.handler.custom({ dataSource: a.ref('Segment'), entry: '../resolvers/read-row.js' }),
    ])
    .authorization((allow) => [allow.groups(WRITERS)]),
  /** Of `scanned` customers `matched` belong; `estimate` projects them on everyone when not everyone was scanned. */
  SegmentEstimate: a.customType({
    scanned: a.integer().required(),
    matched: a.integer().required(),
    isExact: a.boolean().required(),
    estimate: a.integer().required(),
  }),
  estimateSegment: a
    .query()
    .arguments({ segmentId: a.id(), definition: a.json() })
    .returns(a.ref('SegmentEstimate'))
    .handler(a.handler.custom({ dataSource: COMMAND_SOURCES.estimateSegment, entry: '../resolvers/invoke-command.js' }))
    .authorization((allow) => [allow.groups(READERS)]),
};
