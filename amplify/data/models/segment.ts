import { a } from '@aws-amplify/backend';
import { SEGMENT_TYPES, SEGMENT_WARNING_CODES } from '../../../src/domain/segment/index.ts';
import { READERS } from '../../auth/groups.ts';

/** Who: a definition in the shape of Pinpoint's segment groups, and its immutable versions. */
export const segmentModels = {
  SegmentType: a.enum(SEGMENT_TYPES),
  SegmentWarningCode: a.enum(SEGMENT_WARNING_CODES),
  /** A valid definition that is perhaps not meant so: where, and why. */
  SegmentWarning: a.customType({
    code: a.ref('SegmentWarningCode').required(),
    path: a.string().required(),
    message: a.string().required(),
  }),
  Segment: a
    .model({
      name: a.string().required(),
      type: a.ref('SegmentType').required(),
      version: a.integer().required(),
      definition: a.json().required(),
      warnings: a.ref('SegmentWarning').required().array().required(),
      versions: a.hasMany('SegmentVersion', 'segmentId'),
      campaigns: a.hasMany('Campaign', 'segmentId'),
    })
    .secondaryIndexes((index) => [index('name').queryField('segmentsByName')])
    .disableOperations(['mutations', 'subscriptions'])
    .authorization((allow) => [allow.groups(READERS).to(['read'])]),
  SegmentVersion: a
    .model({
      segmentId: a.id().required(),
      version: a.integer().required(),
      segment: a.belongsTo('Segment', 'segmentId'),
      definition: a.json().required(),
      createdBy: a.string(),
    })
    .identifier(['segmentId', 'version'])
    .disableOperations(['mutations', 'subscriptions'])
    .authorization((allow) => [allow.groups(READERS).to(['read'])]),
};
