import { defineFunction } from '@aws-amplify/backend';
export const saveTemplate = defineFunction({ name: 'save-template', entry: './handler.ts', resourceGroupName: 'data' });
