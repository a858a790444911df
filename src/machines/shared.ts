/** A place that the machine that waits and all workers reach: what is to be made goes out through it, what was made comes back. */
export type Shared = {
  shown: string; // for people
  /** The bytes under a name; undefined where there are none. */
  get: (name: string) => Promise<Uint8Array | undefined>;
  /** Whether there are bytes under a name. */
  has: (name: string) => Promise<boolean>;
  /** Puts bytes there whole or not at all; what stands there is replaced. */
  put: (name: string, bytes: Uint8Array) => Promise<void>;
  /** Removes a name, or all names below it. */
  remove: (name: string) => Promise<void>;
};
