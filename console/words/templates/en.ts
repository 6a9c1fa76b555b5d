import type { templatesKo } from './ko.ts';

/** What the writing of templates says beyond the first words, in English. */
export const templatesEn: Readonly<Record<keyof typeof templatesKo, string>> = {
  'compare.title': 'Compare versions',
  'compare.with': 'Version to compare with',
  'compare.same': 'Both versions say the same',
  'compare.removed': 'only in version {version}',
  'compare.added': 'new in version {version}',
  'compare.mine': 'What I am writing',
  'insert.title': 'Variables and helpers',
  'insert.how': 'What you choose goes to the cursor.',
  'insert.variable': 'Variable to insert',
  'insert.helper': 'Helper to insert',
  'insert.people': '{share} of the customers looked at have one',
  'insert.none': 'There are no customers to look at yet',
  'device.lock': 'Lock screen',
  'device.expanded': 'Expanded',
  'device.desktop': 'Mail (desktop)',
  'device.mobile': 'Mail (phone)',
  'device.label': 'Screen',
  'meter.price': '{won} each',
  'meter.noPrice': 'There is no price',
  'preview.version': 'Version {version}, as it is saved',
  'preview.unsaved': 'Words that are not saved yet (version {version} is what tests and campaigns send)',
  'preview.new': 'Words that are not saved yet',
};
