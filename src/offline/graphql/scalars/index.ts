/** @module The scalars that AppSync adds to GraphQL. https://docs.aws.amazon.com/appsync/latest/devguide/scalars.html */
export { AWSDate } from './aws-date.ts';
export { AWSDateTime } from './aws-date-time.ts';
export { AWSEmail } from './aws-email.ts';
export { AWSIPAddress } from './aws-ip-address.ts';
export { AWSJSON } from './aws-json.ts';
export { AWSPhone } from './aws-phone.ts';
export { AWSTime } from './aws-time.ts';
export { AWSTimestamp } from './aws-timestamp.ts';
export { AWSURL } from './aws-url.ts';
