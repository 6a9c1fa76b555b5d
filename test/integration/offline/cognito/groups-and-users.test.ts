import { afterEach, describe, expect, it } from 'vitest';
import { POOL_ID } from '../auth/local-front-door.ts';
import { EMAIL, groupsIn, openPoolUnderTest, PASSWORD, type PoolUnderTest } from './pool-under-test.ts';

let pool: PoolUnderTest;
afterEach(() => pool.door.stop());

const open = async (): Promise<void> => {
  pool = await openPoolUnderTest();
  await pool.door.cognito.createUser({ userPoolId: POOL_ID, email: EMAIL, password: PASSWORD });
};
const user = { Username: EMAIL };

describe('groups and users while the sandbox runs', () => {
  it('S19 makes, describes, changes, lists and deletes groups that the template does not name', async () => {
    await open();
    const created = await pool.admin('CreateGroup', { GroupName: '봉화-군청', Description: 'a tenant', Precedence: 5 });
    expect(created).toMatchObject({
      status: 200,
      Group: { GroupName: '봉화-군청', UserPoolId: POOL_ID, Description: 'a tenant', Precedence: 5 },
    });
    expect(await pool.admin('CreateGroup', { GroupName: '봉화-군청' })).toMatchObject({
      status: 400,
      __type: 'GroupExistsException',
      message: 'A group with the name already exists.',
    });
    expect(await pool.admin('CreateGroup', { GroupName: 'admin' })).toMatchObject({ __type: 'GroupExistsException' });
    expect(await pool.admin('CreateGroup', { GroupName: 'two words' })).toMatchObject({
      __type: 'InvalidParameterException',
    });
    expect(await pool.admin('UpdateGroup', { GroupName: '봉화-군청', Description: 'changed' })).toMatchObject({
      Group: { Description: 'changed', Precedence: 5 },
    });
    expect(await pool.admin('GetGroup', { GroupName: '봉화-군청' })).toMatchObject({
      Group: { Description: 'changed' },
    });
    expect(await pool.admin('GetGroup', { GroupName: 'nobody' })).toMatchObject({
      __type: 'ResourceNotFoundException',
      message: 'Group not found.',
    });
    const first = await pool.admin('ListGroups', { Limit: 2 });
    const second = await pool.admin('ListGroups', { Limit: 2, NextToken: first['NextToken'] });
    const names = [first, second].flatMap((page) =>
      (page['Groups'] as { GroupName: string }[]).map((group) => group.GroupName),
    );
    expect(names).toEqual(['admin', 'marketer', '봉화-군청']);
    expect(second['NextToken']).toBeUndefined();

    expect(await pool.admin('AdminAddUserToGroup', { ...user, GroupName: '봉화-군청' })).toMatchObject({ status: 200 });
    expect(groupsIn((await pool.tokens()).AccessToken)).toEqual(['봉화-군청']);
    expect(await pool.admin('ListUsersInGroup', { GroupName: '봉화-군청' })).toMatchObject({
      Users: [{ UserStatus: 'CONFIRMED' }],
    });
    expect(await pool.admin('ListUsersInGroup', { GroupName: 'nobody' })).toMatchObject({
      __type: 'ResourceNotFoundException',
    });
    for (const GroupName of ['봉화-군청', 'marketer'])
      expect(await pool.admin('DeleteGroup', { GroupName })).toMatchObject({ status: 200 });
    expect(groupsIn((await pool.tokens()).AccessToken)).toBeUndefined();
    expect(await pool.admin('DeleteGroup', { GroupName: 'marketer' })).toMatchObject({
      __type: 'ResourceNotFoundException',
    });
    expect(await pool.admin('ListGroups')).toMatchObject({ Groups: [{ GroupName: 'admin' }] });
  });

  it('S19 makes a local user a member of a group that nobody made yet', async () => {
    await open();
    await pool.door.cognito.createUser({ userPoolId: POOL_ID, email: EMAIL, password: PASSWORD, groups: ['tenant-7'] });
    expect(groupsIn((await pool.tokens()).IdToken)).toEqual(['tenant-7']);
    expect(await pool.admin('GetGroup', { GroupName: 'tenant-7' })).toMatchObject({ status: 200 });
  });

  it('leaves a local user who is made again in their groups, unless others are named', async () => {
    await open();
    const make = (groups?: readonly string[]) =>
      pool.door.cognito.createUser({
        userPoolId: POOL_ID,
        email: EMAIL,
        password: PASSWORD,
        ...(groups === undefined ? {} : { groups }),
      });
    await make(['tenant-7']);
    await make();
    expect(groupsIn((await pool.tokens()).IdToken)).toEqual(['tenant-7']);
    await make(['tenant-8']);
    expect(groupsIn((await pool.tokens()).IdToken)).toEqual(['tenant-8']);
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    'S19 knows no user %s before there is one',
    async (name) => {
      pool = await openPoolUnderTest({ usernameAttributes: [] });
      expect(await pool.admin('AdminGetUser', { Username: name })).toMatchObject({ __type: 'UserNotFoundException' });
      expect(await pool.signIn(name)).toMatchObject({ __type: 'NotAuthorizedException' });
      expect(await pool.call('SignUp', { Username: name, Password: PASSWORD })).toMatchObject({ status: 200 });
      expect(await pool.admin('AdminGetUser', { Username: name })).toMatchObject({ Username: name });
      expect(await pool.admin('AdminAddUserToGroup', { Username: name, GroupName: 'constructor' })).toMatchObject({
        __type: 'ResourceNotFoundException',
      });
    },
  );

  it('S19 lets an administrator change and delete attributes, which count at once', async () => {
    await open();
    const UserAttributes = [
      { Name: 'name', Value: '김봉화' },
      { Name: 'email', Value: 'new@example.com' },
    ];
    expect(await pool.admin('AdminUpdateUserAttributes', { ...user, UserAttributes })).toMatchObject({ status: 200 });
    const found = await pool.admin('AdminGetUser', { Username: 'new@example.com' });
    expect(found['UserAttributes']).toEqual(
      expect.arrayContaining([
        { Name: 'email', Value: 'new@example.com' },
        { Name: 'email_verified', Value: 'false' },
        { Name: 'name', Value: '김봉화' },
      ]),
    );
    expect(await pool.admin('AdminUpdateUserAttributes', { ...user, UserAttributes })).toMatchObject({
      __type: 'UserNotFoundException',
    });
    await pool.door.cognito.createUser({ userPoolId: POOL_ID, email: EMAIL, password: PASSWORD });
    expect(await pool.admin('AdminUpdateUserAttributes', { ...user, UserAttributes })).toMatchObject({
      __type: 'AliasExistsException',
    });
    expect(
      await pool.admin('AdminDeleteUserAttributes', { Username: 'new@example.com', UserAttributeNames: ['name'] }),
    ).toMatchObject({ status: 200 });
    const after = await pool.admin('AdminGetUser', { Username: 'new@example.com' });
    expect((after['UserAttributes'] as { Name: string }[]).map(({ Name }) => Name)).not.toContain('name');
    expect(
      await pool.admin('AdminUpdateUserAttributes', { ...user, UserAttributes: [{ Name: 'sub', Value: 'x' }] }),
    ).toMatchObject({ __type: 'InvalidParameterException' });
  });

  it('S19 disables and enables a user, and signs them out everywhere', async () => {
    await open();
    const { AccessToken, RefreshToken } = await pool.tokens();
    const refresh = () => pool.call('GetTokensFromRefreshToken', { RefreshToken });
    await pool.admin('AdminDisableUser', user);
    const disabled = { __type: 'NotAuthorizedException', message: 'User is disabled.' };
    expect(await pool.signIn()).toMatchObject(disabled);
    expect(await refresh()).toMatchObject(disabled);
    expect(await pool.call('GetUser', { AccessToken })).toMatchObject(disabled);
    expect(await pool.admin('AdminGetUser', user)).toMatchObject({ Enabled: false });
    expect(await pool.admin('ListUsers', { Filter: 'status = "Disabled"' })).toMatchObject({
      Users: [{ Enabled: false }],
    });
    await pool.admin('AdminEnableUser', user);
    expect(await refresh()).toMatchObject({ status: 200 });
    await pool.admin('AdminUserGlobalSignOut', user);
    expect(await refresh()).toMatchObject({ message: 'Refresh Token has been revoked' });
    expect(await pool.call('GetUser', { AccessToken })).toMatchObject({ message: 'Access Token has been revoked' });
    expect(await pool.signIn()).toMatchObject({ status: 200 });
    for (const operation of ['AdminDisableUser', 'AdminEnableUser', 'AdminUserGlobalSignOut', 'AdminDeleteUser'])
      expect(await pool.admin(operation, { Username: 'nobody@example.com' })).toMatchObject({
        __type: 'UserNotFoundException',
        message: 'User does not exist.',
      });
  });

  it('S19 deletes the user who asks for it', async () => {
    await open();
    const { AccessToken } = await pool.tokens();
    expect(await pool.call('DeleteUser', { AccessToken })).toMatchObject({ status: 200 });
    expect(await pool.call('DeleteUser', { AccessToken })).toMatchObject({ __type: 'UserNotFoundException' });
    expect(await pool.signIn()).toMatchObject({ __type: 'NotAuthorizedException' });
    expect(await pool.admin('ListUsers')).toMatchObject({ Users: [] });
  });

  it('S19 sends a code for an address that the user has, and confirms it', async () => {
    await open();
    await pool.admin('AdminUpdateUserAttributes', {
      ...user,
      UserAttributes: [{ Name: 'email_verified', Value: 'false' }],
    });
    const { AccessToken } = await pool.tokens();
    const ask = (AttributeName: string) =>
      pool.call('GetUserAttributeVerificationCode', { AccessToken, AttributeName });
    expect(await ask('email')).toMatchObject({
      CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL' },
    });
    expect(await ask('phone_number')).toMatchObject({ __type: 'InvalidParameterException' });
    const verify = (Code: string) => pool.call('VerifyUserAttribute', { AccessToken, AttributeName: 'email', Code });
    expect(await verify(pool.lastCode() === '111111' ? '222222' : '111111')).toMatchObject({
      __type: 'CodeMismatchException',
    });
    expect(await verify(pool.lastCode())).toMatchObject({ status: 200 });
    expect(await pool.admin('AdminGetUser', user)).toMatchObject({
      UserAttributes: expect.arrayContaining([{ Name: 'email_verified', Value: 'true' }]) as unknown,
    });
  });

  it('S19 makes a user choose a new password when an administrator resets it', async () => {
    await open();
    expect(await pool.admin('AdminResetUserPassword', user)).toMatchObject({ status: 200 });
    expect(await pool.signIn()).toMatchObject({ __type: 'PasswordResetRequiredException' });
    const answer = { ...user, ConfirmationCode: pool.lastCode(), Password: 'Another-2026!' };
    expect(await pool.call('ConfirmForgotPassword', answer)).toMatchObject({ status: 200 });
    expect(await pool.signIn(EMAIL, 'Another-2026!')).toMatchObject({ status: 200 });
  });

  it.each<[string, number | string]>([
    ['email = "KIM@example.com"', 1],
    ['email ^= "ki"', 1],
    ['"email" = "kim@example.com"', 1],
    ['name = "김 \\"봉화\\""', 1],
    ['cognito:user_status = "confirmed"', 1],
    ['status = "Enabled"', 1],
    ['given_name = "x"', 0],
    ['custom:tenant = "x"', 'Invalid search attribute: custom:tenant'],
    ['email == "x"', 'Error while parsing filter: email == "x"'],
    ['email = kim', 'Error while parsing filter: email = kim'],
    ['email = "a" AND name = "b"', 'Error while parsing filter: email = "a" AND name = "b"'],
  ])('S19 lists users by the filter %s', async (Filter, expected) => {
    await open();
    await pool.admin('AdminUpdateUserAttributes', { ...user, UserAttributes: [{ Name: 'name', Value: '김 "봉화"' }] });
    const answer = await pool.admin('ListUsers', { Filter });
    if (typeof expected === 'number') expect(answer['Users']).toHaveLength(expected);
    else expect(answer).toMatchObject({ __type: 'InvalidParameterException', message: expected });
  });
});
