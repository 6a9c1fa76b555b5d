import { a } from '@aws-amplify/backend';
import { SEGMENT_TYPES } from '../../../src/domain/segment/index.ts';
import { READERS } from '../../auth/groups.ts';

/** Who: a definition in the shape of Pinpoint's segment groups. */
export const segmentModels = {
  SegmentType: a.enum(SEGMENT_TYPES),
  Segment: a
    .model({
      name: a.string().required(),
      type: a.ref('SegmentType').required(),
      definition: a.json().required(),
      campaigns: a.hasMany('Campaign', 'segmentId'),
    })
    .secondaryIndexes((index) => [index('name').queryField('segmentsByName')])
    .disableOperations(['mutations', 'subscriptions'])
    .authorization((allow) => [allow.groups(READERS).to(['read'])]),
};
