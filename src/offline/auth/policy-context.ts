/** Values of IAM's condition keys for one request; names as in policies (`aws:SourceIp`), compared case-insensitively. */
export type PolicyContext = Readonly<Record<string, string | readonly string[]>>;
