/** Who exists in a local backend. They are made at every start and exist nowhere else. */
export const LOCAL_PASSWORD = 'Bonghwa-1234';

export const LOCAL_USERS = [
  { email: 'admin@example.com', groups: ['admin'] },
  { email: 'marketer@example.com', groups: ['marketer'] },
  { email: 'analyst@example.com', groups: ['analyst'] },
  { email: 'viewer@example.com', groups: ['viewer'] },
] as const;

export const LOCAL_ADMIN = 'admin@example.com';
export const LOCAL_MARKETER = 'marketer@example.com';
