import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, GraphQLEnumType } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { SendAnswer } from '../../../src/app/external-send/index.ts';
import type { Explanation } from '../../../src/app/recipients/index.ts';
import { API_OPERATIONS, KEY_ALGORITHMS } from '../../../src/domain/api-client/index.ts';
import { CAP_PERIODS, GOES_ON, IN_DOUBT_POLICIES, WHEN_CLOSED } from '../../../src/domain/campaign/index.ts';
import type { UpsertOutcome } from '../../../src/app/customer/upsert-customers.ts';
import { CONSENT_KINDS, CONSENT_STATES, MESSAGE_CLASSES } from '../../../src/domain/consent/index.ts';
import {
  CHANNELS,
  CHANNEL_TYPES,
  ENDPOINT_STATUSES,
  FOUND_BY,
  OPT_OUTS,
  TIMELINE_KINDS,
} from '../../../src/domain/customer/index.ts';
import { PEOPLE_KINDS } from '../../../src/domain/insight/index.ts';
import { CHARSETS, DESTINATION_KINDS, FALLBACK_OWNERS } from '../../../src/domain/destination/index.ts';
import {
  LOOK_METRICS,
  LOOK_OUTCOMES,
  LOOK_STATUSES,
  NO_WINNER_RULES,
  type SmallestLift,
} from '../../../src/domain/experiment/index.ts';
import type { Rate } from '../../../src/domain/forecast/rate.ts';
import type { LiftReport } from '../../../src/domain/report/index.ts';
import { NOTICE_KINDS } from '../../../src/domain/law/index.ts';
import { RUN_PHASES } from '../../../src/domain/run/index.ts';
import { MISSED_RULES, PASSED_RULES, SCHEDULE_TYPES, WEEKDAYS } from '../../../src/domain/schedule/index.ts';
import { SEGMENT_TYPES, SEGMENT_WARNING_CODES } from '../../../src/domain/segment/index.ts';
import { EXCLUSION_REASONS, JOB_PHASES, RECIPIENT_STATUSES, RETRY_KINDS, type Decision } from '../../../src/domain/send-job/index.ts';
import { TEMPLATE_CHANNELS } from '../../../src/domain/template/index.ts';
import type { EventOutcome } from '../../../src/app/event/index.ts';
import { CATALOGUE_MODES, EVENT_FLAGS, EVENT_TIMINGS } from '../../../src/domain/event/index.ts';
import { OCCURRENCE_STATES, type Wait } from '../../../src/domain/schedule/index.ts';
import { ENTRY_KINDS } from '../../../src/domain/trigger/index.ts';

const SCHEMA = buildSchema(readFileSync(join(import.meta.dirname, '../../../schema/schema.graphql'), 'utf8'));

const ENUMS = {
  Charset: CHARSETS,
  DestinationKind: DESTINATION_KINDS,
  FallbackOwner: FALLBACK_OWNERS,
  Channel: CHANNELS,
  ChannelType: CHANNEL_TYPES,
  EndpointStatus: ENDPOINT_STATUSES,
  OptOut: OPT_OUTS,
  MessageClass: MESSAGE_CLASSES,
  NoticeKind: NOTICE_KINDS,
  TemplateChannel: TEMPLATE_CHANNELS,
  SegmentType: SEGMENT_TYPES,
  SegmentWarningCode: SEGMENT_WARNING_CODES,
  InDoubtPolicy: IN_DOUBT_POLICIES,
  GoesOn: GOES_ON,
  CapPeriod: CAP_PERIODS,
  WhenClosed: WHEN_CLOSED,
  EntryKind: ENTRY_KINDS,
  WaitType: ['DURATION', 'UNTIL_ATTRIBUTE', 'UNTIL_DATE'] satisfies Wait['type'][],
  RunPhase: RUN_PHASES,
  LookMetric: LOOK_METRICS,
  NoWinnerRule: NO_WINNER_RULES,
  LookStatus: LOOK_STATUSES,
  LookOutcome: LOOK_OUTCOMES,
  LiftKind: ['MEASURED', 'NO_HOLDOUT'] satisfies LiftReport['kind'][],
  CostPerReturnedKind: ['KRW', 'NOT_DISTINGUISHABLE', 'UNKNOWN_COST'],
  RateBasis: ['MEASURED', 'PRIOR'] satisfies Rate['basis'][],
  SmallestLiftKind: ['LIFT', 'NO_HOLDOUT', 'TOO_FEW'] satisfies SmallestLift['kind'][],
  ScheduleType: SCHEDULE_TYPES,
  Weekday: WEEKDAYS,
  MissedRule: MISSED_RULES,
  PassedRule: PASSED_RULES,
  JobPhase: JOB_PHASES,
  RecipientStatus: RECIPIENT_STATUSES,
  RetryKind: RETRY_KINDS,
  ConsentKind: CONSENT_KINDS,
  ConsentState: CONSENT_STATES,
  UpsertResult: ['CREATED', 'UPDATED', 'UNCHANGED', 'REFUSED'] satisfies UpsertOutcome['outcome'][],
  PlanOutcome: ['INCLUDED', 'EXCLUDED'] satisfies Decision['outcome'][],
  ExclusionReason: EXCLUSION_REASONS,
  ApiOperation: API_OPERATIONS,
  EventResult: ['ACCEPTED', 'DUPLICATE', 'REJECTED'] satisfies EventOutcome['outcome'][],
  EventCatalogueMode: CATALOGUE_MODES,
  EventFlag: EVENT_FLAGS,
  EventTiming: EVENT_TIMINGS,
  FoundBy: FOUND_BY,
  TimelineKind: TIMELINE_KINDS,
  ReportState: ['DONE', 'RUNNING'],
  ReportGrain: ['DAY', 'WEEK', 'MONTH', 'TOTAL'],
  PeopleKind: PEOPLE_KINDS,
  EventValueKind: ['VALUE', 'EMPTY', 'NONE', 'OTHER'],
  OccurrenceState: OCCURRENCE_STATES,
  KeyAlgorithm: KEY_ALGORITHMS,
  DecisionOutcome: ['INCLUDED', 'EXCLUDED'] satisfies SendAnswer['decisions'][number]['outcome'][],
  RecipientOutcome: ['INCLUDED', 'EXCLUDED', 'WOULD_BE_INCLUDED', 'WOULD_BE_EXCLUDED'] satisfies Explanation['outcome'][],
};

describe('GraphQL enums', () => {
  it.each(Object.entries(ENUMS))('%s has exactly the values of the domain', (name, values) => {
    const type = SCHEMA.getType(name);
    expect(type).toBeInstanceOf(GraphQLEnumType);
    expect(type instanceof GraphQLEnumType && type.getValues().map((value) => value.name)).toEqual([...values]);
  });

  it('are all taken from the domain, except those Amplify makes for its filters', () => {
    const own = Object.values(SCHEMA.getTypeMap())
      .filter((type) => type instanceof GraphQLEnumType && !/^(__|Model|Amplify)/.test(type.name))
      .map((type) => type.name);
    expect(own.sort()).toEqual(Object.keys(ENUMS).sort());
  });
});
