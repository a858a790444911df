import { type Signal, signals } from "./signals.ts";

/*
 * Which signals can hold together, by rules of the form "one of these holds". What is settled stands on one board, and is taken
 * back where a way leads nowhere: a copy for each step would cost more than the steps.
 */

/** A rule as logicians write it: one of these holds. */
export type Clause = readonly { signal: Signal; is: boolean }[];

/** A signal by its place in `signals`, and whether it holds. */
type Literal = { at: number; is: boolean };

/** Rules, by the signals that they speak of. */
export type Rules = {
  units: readonly Literal[]; // what holds of everybody
  of: readonly (readonly (readonly Literal[])[])[];
};

/** What is settled of each signal, and in which order. */
type Board = { known: (boolean | undefined)[]; order: number[] };

const places = new Map(signals.map((signal, at) => [signal, at]));

/** Rules, indexed. */
export function toRules(clauses: readonly Clause[]): Rules {
  const written = clauses.map(toLiterals);
  const of: (readonly Literal[])[][] = signals.map(() => []);
  for (const each of written) for (const { at } of each) of[at]?.push(each);
  return { units: written.flatMap((each) => (each.length === 1 ? each : [])), of };
}

function toLiterals(clause: Clause): Literal[] {
  return clause.map(({ signal, is }) => ({ at: placeOf(signal), is }));
}

function placeOf(signal: Signal): number {
  const at = places.get(signal);
  if (at === undefined) throw new Error(`no signal "${signal}"`);
  return at;
}

/** Every set of these signals that can hold while the others of them do not. */
export function setsOf(wanted: readonly Signal[], rules: Rules): ReadonlySet<Signal>[] {
  const board = boardOf(rules, []);
  if (!board) return [];
  const found: ReadonlySet<Signal>[] = [];
  branch(wanted.map(placeOf), 0, { board, rules, found });
  return found;
}

/** The signals that hold where some are given, in the order in which that follows; undefined where these cannot be together. */
export function holdingWith(given: Clause, rules: Rules): ReadonlySet<Signal> | undefined {
  const board = boardOf(rules, toLiterals(given));
  return board && new Set(board.order.flatMap((at) => (board.known[at] ? [signals[at]!] : [])));
}

function boardOf(rules: Rules, given: readonly Literal[]): Board | undefined {
  const board: Board = { known: signals.map(() => undefined), order: [] };
  return settle(board, rules, [...rules.units, ...given]) ? board : undefined;
}

type Branching = { board: Board; rules: Rules; found: ReadonlySet<Signal>[] };

/** Both ways for the next signal that is not settled yet; at the end the set, if all others can be settled too. */
function branch(wanted: readonly number[], from: number, branching: Branching): void {
  const { board, rules, found } = branching;
  const next = wanted.findIndex((at, i) => i >= from && board.known[at] === undefined);
  if (next < 0) {
    if (canBe(0, board, rules)) found.push(new Set(wanted.flatMap((at) => (board.known[at] ? [signals[at]!] : []))));
    return;
  }
  for (const is of [true, false])
    trying(board, () => {
      if (settle(board, rules, [{ at: wanted[next]!, is }])) branch(wanted, next + 1, branching);
    });
}

/** Whether the signals that are still open can be settled without breaking a rule. */
function canBe(from: number, board: Board, rules: Rules): boolean {
  const next = board.known.indexOf(undefined, from);
  if (next < 0) return true;
  return [false, true].some((is) =>
    trying(board, () => settle(board, rules, [{ at: next, is }]) && canBe(next + 1, board, rules)),
  );
}

/** Does something with a board, and takes back what that settled. */
function trying<T>({ known, order }: Board, use: () => T): T {
  const before = order.length;
  const result = use();
  while (order.length > before) known[order.pop()!] = undefined;
  return result;
}

/** Mutates the board: some literals, and all that follows from them. Returns whether no rule is broken. */
function settle({ known, order }: Board, { of }: Rules, more: readonly Literal[]): boolean {
  const queue = [...more];
  for (const { at, is } of queue) {
    if (known[at] === is) continue;
    if (known[at] !== undefined) return false;
    known[at] = is;
    order.push(at);
    for (const each of of[at] ?? []) {
      const left = openIn(each, known);
      if (left === "broken") return false;
      if (typeof left === "object") queue.push(left);
    }
  }
  return true;
}

/** What is left of a rule: the one literal that must hold, nothing yet, or that it is broken. A plain loop: a load asks very often. */
function openIn(rule: readonly Literal[], known: Board["known"]): Literal | "broken" | "nothing" {
  let open: Literal | undefined;
  let several = false;
  for (const literal of rule) {
    const is = known[literal.at];
    if (is === literal.is) return "nothing";
    if (is === undefined) {
      if (open) several = true;
      open = literal;
    }
  }
  return open ? (several ? "nothing" : open) : "broken";
}
