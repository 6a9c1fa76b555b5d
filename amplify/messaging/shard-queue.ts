import type { Duration } from 'aws-cdk-lib';
import { PolicyStatement, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { addConsumedQueue } from './consumed-queue.ts';

/** The doorbell for shards, and where a message goes that no attempt could finish. */
export class ShardQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, consumerTimeout: Duration) {
    super(scope, id);
    ({ queue: this.queue, deadLetters: this.deadLetters } = addConsumedQueue(this, consumerTimeout));
  }

  /** Allows laying something aside for an operator. */
  grantLayAside(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.deadLetters.queueArn] }),
    );
  }

  /** Allows ringing, and nothing else: only the event source takes messages. */
  grantRing(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.queue.queueArn] }),
    );
  }
}
