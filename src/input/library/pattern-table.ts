import type { Condition } from "./condition.ts";
import type { SignalPattern } from "./patterns.ts";
import type { Signal } from "./signals.ts";

/** Some of the patterns of a table, a bit each: a ladder asks of each of its conditions whether it fits thousands. */
export type ChosenPatterns = Uint32Array;

/** Patterns side by side, so that a condition is held to all of them at once. */
export type PatternTable = {
  patterns: readonly SignalPattern[];
  /** Those that a condition fits; what it says of other indicators is left aside. */
  fitting: (when: Condition | undefined) => ChosenPatterns;
};

/** Lays patterns side by side. The column of a signal is made when it is first asked for. */
export function toTable(patterns: readonly SignalPattern[]): PatternTable {
  const words = Math.ceil(patterns.length / 32);
  const all = new Uint32Array(words).fill(0xffffffff);
  if (patterns.length % 32 > 0) all[words - 1] = 2 ** (patterns.length % 32) - 1;
  const columns = new Map<Signal, ChosenPatterns>();
  const columnOf = (signal: Signal) => {
    const known = columns.get(signal);
    if (known) return known;
    const column = new Uint32Array(words);
    patterns.forEach((pattern, at) => {
      if (pattern.has(signal)) column[at >> 5]! |= 1 << (at & 31);
    });
    columns.set(signal, column);
    return column;
  };
  return {
    patterns,
    fitting({ all: every = [], any, none = [] } = {}) {
      const chosen = all.slice();
      const oneOf = any?.map(columnOf);
      for (const column of every.map(columnOf)) for (let i = 0; i < words; i++) chosen[i]! &= column[i]!;
      for (const column of none.map(columnOf)) for (let i = 0; i < words; i++) chosen[i]! &= ~column[i]!;
      for (let i = 0; oneOf && i < words; i++) chosen[i]! &= oneOf.reduce((found, column) => found | column[i]!, 0);
      return chosen;
    },
  };
}

/** Whether one of them is chosen. */
export function hasOne(chosen: ChosenPatterns): boolean {
  return chosen.some((word) => word !== 0);
}

/** Whether all that are chosen are among the others. */
export function isWithin(chosen: ChosenPatterns, others: ChosenPatterns): boolean {
  return chosen.every((word, i) => (word & ~others[i]!) === 0);
}
