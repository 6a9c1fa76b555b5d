/**
 * Runs in a child process (with tsx): synthesizes the backend as a pipeline does for a branch, and checks its construct
 * tree with cdk-nag. Prints one JSON line: the findings left, and every acknowledgement with the findings it covers.
 *
 * Usage: node --import tsx synthesize-branch.mjs BACKEND_FILE; the rest comes from CDK_OUTDIR and CDK_CONTEXT_JSON.
 */
import { pathToFileURL } from 'node:url';
import { Stage, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';

let app;
const { synth } = Stage.prototype;
Stage.prototype.synth = function (...options) {
  app ??= this;
  return synth.apply(this, options);
};
await import(pathToFileURL(process.argv[2]).href);
process.emit('message', 'amplifySynth');

const key = Validations.ACKNOWLEDGED_RULES_METADATA_KEY;
const acknowledgements = app.node.findAll().flatMap((construct) =>
  construct.node.metadata
    .filter(({ type }) => type === key)
    .flatMap(({ data }) =>
      Object.entries(data).map(([id, reason]) => ({
        path: construct.node.path,
        rule: id.replace(/^annotation::/i, ''),
        reason,
      })),
    ),
);
const flat = ({ violations }) =>
  violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(({ constructPath }) => ({ rule: ruleName, path: constructPath })),
  );
const findings = flat(new AwsSolutionsChecks().validateScope(app));

/** The same checks as if nothing were acknowledged. */
class Unforgiving extends AwsSolutionsChecks {
  isAcknowledged() {
    return false;
  }
}
const all = flat(new Unforgiving().validateScope(app));
process.stdout.write(`${JSON.stringify({ findings, all, acknowledgements })}\n`, () => process.exit(0));
