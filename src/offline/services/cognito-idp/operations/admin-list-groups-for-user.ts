import { z } from 'zod';
import { poolById, type Operation } from '../context.ts';
import { requireUser } from '../users.ts';

const input = z.object({ UserPoolId: z.string(), Username: z.string() });

export const adminListGroupsForUser: Operation = async (context, raw) => {
  const { UserPoolId, Username } = input.parse(raw);
  const pool = poolById(context, UserPoolId);
  const user = requireUser(pool, Username);
  const groups = pool.definition.groups.filter(({ name }) => user.groups.includes(name));
  return {
    Groups: groups.map(({ name, roleArn, precedence }) => ({
      GroupName: name,
      UserPoolId,
      ...(roleArn === undefined ? {} : { RoleArn: roleArn }),
      ...(precedence === undefined ? {} : { Precedence: precedence }),
    })),
  };
};
