/** What a publisher may say of a value: which way it differs, that it does not, that it is of too few; or nothing. */
export const verdicts = ["worse", "no-different", "better", "too-few", "none"] as const;

export type PublishedVerdict = (typeof verdicts)[number];
