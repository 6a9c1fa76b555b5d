import {
  connectDatabase,
  createCustomerSource,
  createSegments,
  createSegmentVersions,
} from '../../../src/adapters/dynamodb/index.ts';
import { randomIds, systemClock } from '../../../src/adapters/system/index.ts';
import { answerFields } from '../edge/answer-fields.ts';
import { readEnvironment } from '../edge/environment.ts';
import { estimateSegmentField } from './estimate-segment.ts';
import { saveSegmentField } from './save-segment.ts';

const environment = readEnvironment('SEGMENT_TABLE', 'SEGMENT_VERSION_TABLE', 'CUSTOMER_TABLE');
const database = connectDatabase();
const deps = {
  segments: createSegments(database, environment.SEGMENT_TABLE),
  segmentVersions: createSegmentVersions(database, environment.SEGMENT_VERSION_TABLE),
  customers: createCustomerSource(database, environment.CUSTOMER_TABLE),
  ids: randomIds,
  clock: systemClock,
};

export const handler = answerFields({
  saveSegment: saveSegmentField(deps),
  estimateSegment: estimateSegmentField(deps),
});
