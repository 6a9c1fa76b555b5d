import type { AttributesOfType } from './resource-view.ts';

export const queue: AttributesOfType = (view) => {
  const name = () => {
    const given = view.text('QueueName');
    if (given !== undefined) return given;
    const isFifo = view.value('FifoQueue') === true;
    return isFifo
      ? `${view.names.suffixed(view.path, view.logicalId, 75)}.fifo`
      : view.names.suffixed(view.path, view.logicalId, 80);
  };
  const url = () => `${view.environment.endpointUrl}/${view.environment.accountId}/${name()}`;
  return { ref: url, attributes: { QueueUrl: url, QueueName: name, Arn: () => view.arn('sqs', name()) } };
};

export const topic: AttributesOfType = (view) => {
  const name = () => view.text('TopicName') ?? view.names.suffixed(view.path, view.logicalId, 256);
  const arn = () => view.arn('sns', name());
  return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
};

export const pinpointApp: AttributesOfType = (view) => {
  const id = () => view.names.hex(view.path, 32);
  return { ref: id, attributes: { Arn: () => view.arn('mobiletargeting', `apps/${id()}`) } };
};

export const deliveryStream: AttributesOfType = (view) => {
  const name = () => view.text('DeliveryStreamName') ?? view.names.suffixed(view.path, view.logicalId, 64);
  return { ref: name, attributes: { Arn: () => view.arn('firehose', `deliverystream/${name()}`) } };
};

/** An SES configuration set is known by its name alone. */
export const configurationSet: AttributesOfType = (view) => ({
  ref: () => view.text('Name') ?? view.names.suffixed(view.path, view.logicalId, 64),
});
