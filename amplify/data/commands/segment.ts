import { a } from '@aws-amplify/backend';
import { READERS, WRITERS } from '../../auth/groups.ts';
import { COMMAND_SOURCES } from './data-sources.ts';

/** Commands and queries on segments. */
export const segmentCommands = {
  /**
   * A DYNAMIC segment has a definition; an IMPORTED one has members instead, and customers carry its id. `importKey`: what
   * it is called where it comes from; saved again under the same key, the segment is updated.
   */
  saveSegment: a
    .mutation()
    .arguments({
      segmentId: a.id(),
      importKey: a.string(),
      name: a.string().required(),
      type: a.ref('SegmentType'),
      definition: a.json(),
    })
    .returns(a.ref('Segment'))
    .handler([
      a.handler.custom({ dataSource: COMMAND_SOURCES.manageSegments, entry: '../resolvers/invoke-command.js' }),
      a.handler.custom({ dataSource: a.ref('Segment'), entry: '../resolvers/read-row.js' }),
    ])
    .authorization((allow) => [allow.groups(WRITERS)]),
  /** Members to whom something can be sent on a channel, consent and hours aside. */
  SegmentReach: a.customType({
    channel: a.ref('Channel').required(),
    estimate: a.integer().required(),
    low: a.integer().required(),
    high: a.integer().required(),
  }),
  /**
   * Of `scanned` customers `matched` belong; `estimate` projects them on everyone, and in 95 of 100 cases the true
   * number lies from `low` to `high`. `sample` names some members. An exact count that is not finished has a `cursor`,
   * with which to ask again until there is none; its `progress` goes from 0 to 1.
   */
  SegmentEstimate: a.customType({
    scanned: a.integer().required(),
    matched: a.integer().required(),
    isExact: a.boolean().required(),
    estimate: a.integer().required(),
    low: a.integer().required(),
    high: a.integer().required(),
    reach: a.ref('SegmentReach').required().array().required(),
    sample: a.id().required().array().required(),
    warnings: a.ref('SegmentWarning').required().array().required(),
    progress: a.float().required(),
    cursor: a.string(),
  }),
  estimateSegment: a
    .query()
    .arguments({
      segmentId: a.id(),
      version: a.integer(),
      definition: a.json(),
      isExact: a.boolean(),
      cursor: a.string(),
    })
    .returns(a.ref('SegmentEstimate'))
    .handler(a.handler.custom({ dataSource: COMMAND_SOURCES.manageSegments, entry: '../resolvers/invoke-command.js' }))
    .authorization((allow) => [allow.groups(READERS)]),
};
