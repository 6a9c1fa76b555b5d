import { a } from '@aws-amplify/backend';
import { CHARSETS, DESTINATION_KINDS, FALLBACK_OWNERS } from '../../../src/domain/destination/index.ts';

/** Named places that CUSTOM steps go to, which are a part of the delivery settings. */
export const destinationTypes = {
  DestinationKind: a.enum(DESTINATION_KINDS),
  Charset: a.enum(CHARSETS),
  FallbackOwner: a.enum(FALLBACK_OWNERS),
  /** `most`: bytes of the charset, or characters of UNICODE; a message is of the first kind that it fits into. */
  DestinationMessage: a.customType({
    kind: a.string().required(),
    most: a.integer(),
    mostOfSubject: a.integer(),
    finalAfterHours: a.integer(),
  }),
  CharacterReplacement: a.customType({ from: a.string().required(), to: a.string().required() }),
  DestinationWindow: a.customType({
    opens: a.string().required(),
    closes: a.string().required(),
    zone: a.string().required(),
  }),
  /**
   * `functionArn`: of a function that is called bonghwa-destination-…; or `url` (https) with the `secretParameter` that
   * signs calls; or neither: the deployment's own channel. What else is left out is as usual for the kind.
   */
  Destination: a.customType({
    name: a.string().required(),
    kind: a.ref('DestinationKind').required(),
    functionArn: a.string(),
    url: a.string(),
    secretParameter: a.string(),
    charset: a.ref('Charset'),
    messages: a.ref('DestinationMessage').required().array(),
    endpointTypes: a.ref('ChannelType').required().array(),
    replacements: a.ref('CharacterReplacement').required().array(),
    window: a.ref('DestinationWindow'),
    fallback: a.ref('FallbackOwner'),
  }),
};
