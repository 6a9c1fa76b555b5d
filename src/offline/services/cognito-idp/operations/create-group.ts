import * as z from 'zod';
import { poolById, type Operation } from '../context.ts';
import { CognitoError } from '../errors.ts';
import { describeGroup, findGroup, putGroup } from '../groups.ts';
import { toGroupFields, groupFields } from '../group-fields.ts';

const input = groupFields.extend({ UserPoolId: z.string() });

export const createGroup: Operation = async (context, raw) => {
  const given = input.parse(raw);
  const pool = poolById(context, given.UserPoolId);
  if (findGroup(pool, given.GroupName) !== undefined)
    throw new CognitoError('GroupExistsException', 'A group with the name already exists.');
  const now = context.clock.now();
  const group = { name: given.GroupName, ...toGroupFields(given), createdAt: now, modifiedAt: now };
  putGroup(pool, group.name, group);
  return { Group: describeGroup(pool, group) };
};
