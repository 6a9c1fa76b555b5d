import { Stack, type Duration } from 'aws-cdk-lib';
import { EventBus, Match, Rule, type EventPattern } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { CfnConfigurationSet, CfnConfigurationSetEventDestination } from 'aws-cdk-lib/aws-ses';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { addConsumedQueue } from './consumed-queue.ts';

/** Whatever else the company sends and hears of stays out: only messages that carry a place in a job are ours. */
const RECEIPTS: Readonly<Record<string, EventPattern>> = {
  Email: { source: ['aws.ses'], detail: { mail: { tags: { jobId: Match.exists() } } } },
  Sms: { source: ['aws.sms-voice'], detail: { context: { jobId: Match.exists() } } },
  /** The company's own app, pages and channels put these on the bus. */
  App: {
    source: ['bonghwa.app', 'bonghwa.channel'],
    detailType: ['Push Opened', 'Unsubscribed', 'Message Delivered', 'Message Failed'],
  },
};

/** Receipts of messages on their way from the providers: event bus, queue, and what nobody can read. */
export class ReceiptQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  /** Mail sent with it reports what became of it. */
  readonly emailConfigurationSet: string;

  constructor(scope: Construct, id: string, consumerTimeout: Duration) {
    super(scope, id);
    ({ queue: this.queue, deadLetters: this.deadLetters } = addConsumedQueue(this, consumerTimeout));
    for (const [name, eventPattern] of Object.entries(RECEIPTS)) {
      new Rule(this, `${name}Receipts`, { eventPattern, targets: [new SqsQueue(this.queue)] });
    }
    const set = new CfnConfigurationSet(this, 'Email', { name: `bonghwa-${this.node.addr.slice(-8)}` });
    this.emailConfigurationSet = set.ref;
    new CfnConfigurationSetEventDestination(this, 'EmailEvents', {
      configurationSetName: set.ref,
      eventDestination: {
        enabled: true,
        matchingEventTypes: [
          'DELIVERY',
          'BOUNCE',
          'COMPLAINT',
          'OPEN',
          'CLICK',
          'REJECT',
          'RENDERING_FAILURE',
          'SUBSCRIPTION',
        ],
        // SES publishes to the default bus only.
        eventBridgeDestination: { eventBusArn: EventBus.fromEventBusName(this, 'Bus', 'default').eventBusArn },
      },
    });
  }

  /** Allows putting a message among the receipts that asks for them to be counted. */
  grantAskToCount(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.queue.queueArn] }),
    );
  }

  get emailConfigurationSetArn(): string {
    return Stack.of(this).formatArn({
      service: 'ses',
      resource: 'configuration-set',
      resourceName: this.emailConfigurationSet,
    });
  }
}
