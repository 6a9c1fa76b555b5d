import { DynamoDbError } from '../contract.ts';
import { DISK_FULL, isDiskFull } from '../disk-full.ts';

/**
 * Takes no more writes after one has failed. LevelDB would go on in the middle of the record that it could not finish, and
 * read nothing that comes behind it when it is opened again. Reads go on, and so do writes after the next start.
 */
export function stopAfterFailedWrite(level: DynaliteLevel, onFailure: (message: string) => void): void {
  let failure: DynamoDbError | undefined;
  const batch = level.batch.bind(level);
  level.batch = (operations, callback) => {
    if (failure !== undefined) return callback(failure);
    batch(operations, (error) => {
      if (!error) return callback(null);
      if (failure === undefined) {
        failure = new DynamoDbError('InternalServerError', reasonOf(error), 500);
        onFailure(failure.message);
      }
      callback(failure);
    });
  };
}

function reasonOf(error: Error): string {
  if (isDiskFull(error)) return DISK_FULL;
  const cause = error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
  return `The tables cannot be written any more: ${cause}. Start the sandbox again when that is mended.`;
}
