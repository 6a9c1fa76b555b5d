/** @module Named places that custom messages go to, and the rules of whoever carries them: length, characters, hours, fallback. */
export { checkNotDelivered, isOpen } from './check-steps.ts';
export { createDestinations, type DestinationInput } from './create-destination.ts';
export {
  DESTINATION_KINDS,
  FALLBACK_OWNERS,
  finalAfterHours,
  pricedKinds,
  type Destination,
  type DestinationKind,
  type Receiver,
} from './destination.ts';
export { fitMessage, takesSubject, type Fitted, type Misfit, type Words } from './fit-message.ts';
export { CHARSETS, lengthIn, missingFrom, type Charset } from './korean-charset.ts';
export { stepPriceOf } from './step-price.ts';
