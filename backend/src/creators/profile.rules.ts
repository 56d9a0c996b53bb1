// What a creator's profile may say.

export interface ProfileInput {
  displayName: string;
  bio?: string | null;
  /** ISO 3166-1 alpha-2. */
  country?: string | null;
  phone?: string | null;
  /** Left out it stays; null and an empty one are given up. */
  handle?: string | null;
  links?: readonly string[] | null;
}

/** The first field that is wrong and why, or null. The phone is checked where it is read. */
export function profileFault(input: ProfileInput): { field: string; detail: string } | null {
  const name = input.displayName.trim();
  if (name.length < 1 || [...name].length > 60)
    return { field: 'displayName', detail: 'A name has 1 to 60 characters.' };
  if (/[<>\p{Cc}]/u.test(name)) return { field: 'displayName', detail: 'A name has no markup.' };
  if ([...(input.bio ?? '')].length > 500) return { field: 'bio', detail: 'At most 500 characters.' };
  if (input.country && !/^[A-Z]{2}$/.test(input.country)) {
    return { field: 'country', detail: 'Two capital letters, such as KZ.' };
  }
  return null;
}
