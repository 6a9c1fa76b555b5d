import {
  connectDatabase,
  createCustomerSource,
  createDeliverySettings,
  createTemplates,
} from '../../../src/adapters/dynamodb/index.ts';
import { randomIds, systemClock } from '../../../src/adapters/system/index.ts';
import { answerFields } from '../edge/answer-fields.ts';
import { readEnvironment } from '../edge/environment.ts';
import { previewTemplateField } from './preview-template.ts';
import { publishTemplateVersionField } from './publish-template-version.ts';
import { saveTemplateField } from './save-template.ts';

const environment = readEnvironment('TEMPLATE_TABLE', 'TEMPLATE_VERSION_TABLE', 'CUSTOMER_TABLE', 'DELIVERY_TABLE');
const database = connectDatabase();
const deps = {
  templates: createTemplates(database, {
    template: environment.TEMPLATE_TABLE,
    templateVersion: environment.TEMPLATE_VERSION_TABLE,
  }),
  customers: createCustomerSource(database, environment.CUSTOMER_TABLE),
  deliverySettings: createDeliverySettings(database, environment.DELIVERY_TABLE),
  ids: randomIds,
  clock: systemClock,
};

export const handler = answerFields({
  saveTemplate: saveTemplateField(deps),
  publishTemplateVersion: publishTemplateVersionField(deps),
  previewTemplate: previewTemplateField(deps),
});
