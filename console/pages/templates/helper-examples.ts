/** Helpers of templates, as they are written around a value; those of Pinpoint that marketers use most. */
export const HELPER_EXAMPLES: readonly (readonly [name: string, text: string])[] = [
  ['if', '{{#if User.UserAttributes.Name}}…{{else}}…{{/if}}'],
  ['eq', '{{#if (eq User.UserAttributes.Grade "VIP")}}…{{/if}}'],
  ['upper', '{{upper User.UserAttributes.Name}}'],
  ['lower', '{{lower User.UserAttributes.Name}}'],
  ['capitalizeFirst', '{{capitalizeFirst User.UserAttributes.Name}}'],
  ['abbreviate', '{{abbreviate User.UserAttributes.Name 10}}'],
  ['replace', '{{replace User.UserAttributes.Name "a" "b"}}'],
  ['join', '{{join User.UserAttributes.Cart ", "}}'],
  ['dateFormat', '{{dateFormat User.UserAttributes.Birthday format="MM-dd"}}'],
  ['round', '{{round Metrics.Points}}'],
];
