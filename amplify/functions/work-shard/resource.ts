import { defineFunction } from '@aws-amplify/backend';
export const workShard = defineFunction({ name: 'work-shard', entry: './handler.ts', resourceGroupName: 'data', timeoutSeconds: 300 });
