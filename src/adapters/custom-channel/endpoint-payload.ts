import type { Outgoing } from '../../app/delivery/index.ts';
import type { Demographic, Location } from '../../domain/customer/index.ts';

/** An endpoint in Pinpoint's spelling; what is not known is left out, as Pinpoint leaves it out. */
export function endpointPayload({ address, channelType, customer, endpoint }: Outgoing): object {
  const { status, optOut, attributes, metrics, demographic, location } = endpoint;
  return {
    ChannelType: channelType,
    Address: address,
    EndpointStatus: status,
    OptOut: optOut,
    EffectiveDate: new Date(endpoint.effectiveAt).toISOString(),
    ...(endpoint.createdAt === undefined ? {} : { CreationDate: new Date(endpoint.createdAt).toISOString() }),
    ...(endpoint.requestId === undefined ? {} : { RequestId: endpoint.requestId }),
    Attributes: attributes,
    Metrics: metrics,
    Demographic: demographicPayload(demographic),
    Location: locationPayload(location),
    User: { UserId: customer.id, UserAttributes: customer.attributes },
  };
}

/** JSON leaves undefined members out. */
function demographicPayload(demographic: Demographic): object {
  return {
    AppVersion: demographic.appVersion,
    Locale: demographic.locale,
    Make: demographic.make,
    Model: demographic.model,
    ModelVersion: demographic.modelVersion,
    Platform: demographic.platform,
    PlatformVersion: demographic.platformVersion,
    Timezone: demographic.timezone,
  };
}

function locationPayload(location: Location): object {
  return {
    City: location.city,
    Country: location.country,
    Region: location.region,
    PostalCode: location.postalCode,
    Latitude: location.latitude,
    Longitude: location.longitude,
  };
}
