import { md5OfAttributes, md5OfBody, systemAttributesOf, type ReceivedMessage } from '../services/sqs/index.ts';

/** The event a function gets from an SQS event source. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export function sqsEvent(
  messages: readonly ReceivedMessage[],
  queueArn: string,
  region: string,
): { readonly Records: readonly unknown[] } {
  return {
    Records: messages.map((message) => {
      const md5OfMessageAttributes = md5OfAttributes(message.attributes);
      return {
        messageId: message.id,
        receiptHandle: message.receiptHandle,
        body: message.body,
        attributes: systemAttributesOf(message),
        messageAttributes: Object.fromEntries(
          Object.entries(message.attributes).map(([name, attribute]) => [
            name,
            {
              ...(attribute.StringValue === undefined ? {} : { stringValue: attribute.StringValue }),
              ...(attribute.BinaryValue === undefined ? {} : { binaryValue: attribute.BinaryValue }),
              stringListValues: [],
              binaryListValues: [],
              dataType: attribute.DataType,
            },
          ]),
        ),
        ...(md5OfMessageAttributes === undefined ? {} : { md5OfMessageAttributes }),
        md5OfBody: md5OfBody(message.body),
        eventSource: 'aws:sqs',
        eventSourceARN: queueArn,
        awsRegion: region,
      };
    }),
  };
}
