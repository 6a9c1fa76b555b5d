import { and } from './and.ts';
import { base64 } from './base64.ts';
import { equals } from './equals.ts';
import { findInMap } from './find-in-map.ts';
import { getAtt } from './get-att.ts';
import { ifIntrinsic } from './if.ts';
import { importValue } from './import-value.ts';
import { join } from './join.ts';
import { not } from './not.ts';
import { or } from './or.ts';
import { ref } from './ref.ts';
import type { Intrinsic } from './scope.ts';
import { select } from './select.ts';
import { split } from './split.ts';
import { sub } from './sub.ts';

/** Every intrinsic function the sandbox resolves. Any other `Fn::` name fails. */
export const intrinsics: ReadonlyMap<string, Intrinsic> = new Map([
  ['Ref', ref],
  ['Fn::GetAtt', getAtt],
  ['Fn::Sub', sub],
  ['Fn::Join', join],
  ['Fn::Split', split],
  ['Fn::Select', select],
  ['Fn::If', ifIntrinsic],
  ['Fn::Equals', equals],
  ['Fn::And', and],
  ['Fn::Or', or],
  ['Fn::Not', not],
  ['Fn::FindInMap', findInMap],
  ['Fn::Base64', base64],
  ['Fn::ImportValue', importValue],
]);
