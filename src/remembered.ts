/** What is kept: most words of a report stand in the next one too, in the next arm, and in the next run of a process. */
const most = 20_000;
const usual = { longest: 2000 }; // characters of a name: a long text is of one report alone

/**
 * The same function, which looks up what it was asked before by the name of its argument: for pure work on words alone. When
 * as many are known as are kept, those are forgotten that were not asked for lately, so that a run of thousands holds no more than
 * a short one, and keeps the words that every report has.
 */
export function remembered<Args extends readonly unknown[], T>(
  work: (...args: Args) => T,
  nameOf: (...args: Args) => string,
  { longest }: { longest: number } = usual,
): (...args: Args) => T {
  let [lately, before] = [new Map<string, { value: T }>(), new Map<string, { value: T }>()];
  return (...args) => {
    const name = nameOf(...args);
    const found = lately.get(name);
    if (found) return found.value;
    const kept = before.get(name) ?? { value: work(...args) };
    if (name.length > longest) return kept.value;
    if (lately.size >= most / 2) [lately, before] = [new Map(), lately];
    lately.set(name, kept);
    return kept.value;
  };
}

/** The same of a thing that does not change, for as long as only a few others are asked about: many ask of one report before the next. */
export function rememberedOf<Key extends object, T>(work: (of: Key) => T): (of: Key) => T {
  const known = new Map<Key, T>();
  return (of) => {
    const found = known.get(of);
    if (found !== undefined) return found;
    const value = work(of);
    if (known.size >= few) known.clear();
    known.set(of, value);
    return value;
  };
}

const few = 8;

/**
 * A memory of what was worked out of some things that do not change: by the things themselves, for as long as all of them live, and
 * a name for the rest that it hangs on.
 */
export function rememberedBy<T>(): (things: readonly object[], name: string, work: () => T) => T {
  const known: Branch<T> = { next: new WeakMap(), found: new Map() };
  return (things, name, work) => {
    let branch = known;
    for (const thing of things) {
      const next = branch.next.get(thing) ?? { next: new WeakMap(), found: new Map() };
      branch.next.set(thing, next);
      branch = next;
    }
    const found = branch.found.get(name);
    if (found) return found.value;
    const value = work();
    if (branch.found.size >= few) branch.found.clear();
    branch.found.set(name, { value });
    return value;
  };
}

type Branch<T> = { next: WeakMap<object, Branch<T>>; found: Map<string, { value: T }> };

/** Mutates a record: one of its values is worked out when it is first asked for, and stays. */
export function onDemand<Key extends PropertyKey, T>(record: Partial<Record<Key, T>>, key: Key, work: () => T): void {
  let found: { value: T } | undefined;
  Object.defineProperty(record, key, {
    enumerable: true,
    configurable: true,
    get() {
      found ??= { value: work() };
      if (!Object.isFrozen(record))
        Object.defineProperty(record, key, { ...found, enumerable: true, configurable: true });
      return found.value;
    },
  });
}

/** Whether a value of a record is there, or would have to be worked out first. */
export function isThere<T extends object>(record: T, key: keyof T): boolean {
  return Object.getOwnPropertyDescriptor(record, key)?.get === undefined;
}
