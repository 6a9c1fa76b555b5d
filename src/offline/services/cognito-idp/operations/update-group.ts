import * as z from 'zod';
import { poolById, type Operation } from '../context.ts';
import { groupFields, toGroupFields } from '../group-fields.ts';
import { describeGroup, putGroup, requireGroup } from '../groups.ts';

const input = groupFields.extend({ UserPoolId: z.string() });

export const updateGroup: Operation = async (context, raw) => {
  const given = input.parse(raw);
  const pool = poolById(context, given.UserPoolId);
  const before = requireGroup(pool, given.GroupName);
  const group = { ...before, ...toGroupFields(given), modifiedAt: context.clock.now() };
  putGroup(pool, group.name, group);
  return { Group: describeGroup(pool, group) };
};
