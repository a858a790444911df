/** Exit codes: all made or clean; some reports failed, or findings of severity error; unusable input, nothing made. */
export const exits = { clean: 0, failed: 1, unusable: 2 } as const;
