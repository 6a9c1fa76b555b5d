import { a } from '@aws-amplify/backend';
import { CHANNELS, CHANNEL_TYPES, ENDPOINT_STATUSES, OPT_OUTS } from '../../../src/domain/customer/index.ts';
import { READERS } from '../../auth/groups.ts';

/** A person and the endpoints that reach them. Maps whose keys customers invent are JSON. */
export const customerModels = {
  Channel: a.enum(CHANNELS),
  ChannelType: a.enum(CHANNEL_TYPES),
  EndpointStatus: a.enum(ENDPOINT_STATUSES),
  OptOut: a.enum(OPT_OUTS),
  Demographic: a.customType({
    appVersion: a.string(),
    locale: a.string(),
    make: a.string(),
    model: a.string(),
    modelVersion: a.string(),
    platform: a.string(),
    platformVersion: a.string(),
    timezone: a.string(),
  }),
  Location: a.customType({
    city: a.string(),
    country: a.string(),
    region: a.string(),
    postalCode: a.string(),
    latitude: a.float(),
    longitude: a.float(),
  }),
  /** Times are milliseconds since the epoch: too large for Int. */
  Endpoint: a.customType({
    id: a.id().required(),
    channelType: a.ref('ChannelType').required(),
    address: a.string().required(),
    status: a.ref('EndpointStatus').required(),
    optOut: a.ref('OptOut').required(),
    effectiveAt: a.float().required(),
    createdAt: a.float(),
    attributes: a.json(),
    metrics: a.json(),
    demographic: a.ref('Demographic'),
    location: a.ref('Location'),
  }),
  Customer: a
    .model({
      attributes: a.json(),
      consent: a.json(),
      activity: a.json(),
      endpoints: a.ref('Endpoint').required().array().required(),
      importedSegments: a.string().required().array(),
    })
    .disableOperations(['mutations', 'subscriptions'])
    .authorization((allow) => [allow.groups(READERS).to(['read'])]),
};
