import * as z from 'zod';
import type { Assets } from '../assets.ts';
import type { ResourceView } from '../attributes/resource-view.ts';
import { AssemblyError } from '../errors.ts';
import type { ResolverCode, TemplateText } from '../resources.ts';
import { describe, pathOf } from '../stack.ts';
import { readProperty } from './read-property.ts';

/** Code of a resolver or pipeline function, inline or in an asset. */
export function readResolverCode(view: ResourceView, assets: Assets): ResolverCode {
  const text = (inlineProperty: string, locationProperty: string): TemplateText | undefined => {
    const inline = view.text(inlineProperty);
    if (inline !== undefined) return { text: inline, source: `${pathOf(view.located).slice(1)}.${inlineProperty}` };
    const location = view.text(locationProperty);
    return location === undefined ? undefined : assets.textOf(location, describe(view.located));
  };
  const runtime = readProperty(view, 'Runtime', z.object({ Name: z.string() }).optional());
  if (runtime?.Name === 'APPSYNC_JS') {
    const code = text('Code', 'CodeS3Location');
    if (code === undefined)
      throw new AssemblyError('BAD_PROPERTY', `${describe(view.located)}: an APPSYNC_JS resolver needs code.`);
    return { runtime: 'APPSYNC_JS', code };
  }
  if (runtime !== undefined) {
    throw new AssemblyError(
      'NOT_AVAILABLE_OFFLINE',
      `${describe(view.located)}: the resolver runtime ${runtime.Name} is not supported offline.`,
    );
  }
  const request = text('RequestMappingTemplate', 'RequestMappingTemplateS3Location');
  const response = text('ResponseMappingTemplate', 'ResponseMappingTemplateS3Location');
  return {
    runtime: 'VTL',
    ...(request === undefined ? {} : { request }),
    ...(response === undefined ? {} : { response }),
  };
}
