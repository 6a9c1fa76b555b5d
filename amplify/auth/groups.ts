/** Everyone who may sign in: an admin or marketer writes and sends, an analyst asks the lake, a viewer only looks. */
export const USER_GROUPS = ['admin', 'marketer', 'analyst', 'viewer'] as const;

/**
 * Customers who sign in to the company's app by this pool, if it has them do so: they record their own events, and may do
 * nothing else. Their id is the `sub` of the pool.
 */
export const CUSTOMER_GROUP = 'customer';

/** Who may read. */
export const READERS = [...USER_GROUPS];

/** Who may stop the whole system. */
export const ADMINS: (typeof USER_GROUPS)[number][] = ['admin'];

/** Who may ask the lake in SQL of their own. */
export const ANALYSTS: (typeof USER_GROUPS)[number][] = ['admin', 'analyst'];

/** Who may be handed everything that is known of one person, in one piece; each export is written down. */
export const EXPORTERS: (typeof USER_GROUPS)[number][] = ['admin', 'marketer'];

/** Who may change or send anything. */
export const WRITERS: (typeof USER_GROUPS)[number][] = ['admin', 'marketer'];

/**
 * A group nobody can be in: it is not part of the user pool. Amplify wants a user pool rule on a custom operation, and
 * its IAM rule reaches only roles with an explicit grant, so this leaves an operation to the system's own functions.
 * The resolver refuses every caller that is not IAM as well.
 */
export const NO_USER_GROUP = 'bonghwa-system-only';
