import { type Control, mayBeTold, minus, plus, type Raw, releaseOwn } from "./disclosure.ts";
import { type Band, bandOf, release, shownAlike } from "./small-numbers.ts";
import type { Part } from "./standing.ts";

/**
 * The parts of a total that is shown beside them. A part is withheld where its own count may not be told; then another is
 * withheld as well, the next smallest, and so on until nobody who takes what is shown from the total can tell a protected
 * count from the others of its policy's band. Where no choice of parts can do that, none is shown. What belongs to no part
 * is one more count that must not come out.
 */
export function releaseParts(control: Control, total: Raw, parts: readonly Raw[]): Part[] {
  if (releaseOwn(control, total).state !== "shown") return parts.map(() => withheld);
  const hidden = new Set(parts.filter((part) => isSmall(control, part)));
  while (!isSafe(control, total, parts, hidden)) {
    const next = companionOf(control, parts, hidden);
    if (!next) return parts.map(() => withheld);
    hidden.add(next);
  }
  return parts.map((part) => (hidden.has(part) ? withheld : partOf(control, part)));
}

const withheld: Part = { state: "withheld" };

function partOf(control: Control, part: Raw): Part {
  const own = releaseOwn(control, part);
  if (own.state !== "shown") return { state: "none" };
  const { value, count, base, months } = own;
  return { state: "shown", value, count, base, months };
}

/** Whether the counts of a part must not be told. That there is nobody in it is told where a policy shows a zero. */
function isSmall(control: Control, part: Raw): boolean {
  if (part.denominator > 0) return !mayBeTold(control, part);
  return quantitiesOf(control).includes("base") && !release(0, control.policy).shown;
}

/** The next smallest of the parts shown. One with a zero would guard nothing: that it is hidden would tell of it. */
function companionOf(control: Control, parts: readonly Raw[], hidden: ReadonlySet<Raw>): Raw | undefined {
  const smallest = (part: Raw) => Math.min(...quantitiesOf(control).map((quantity) => amountOf(quantity, part)));
  return parts.filter((part) => !hidden.has(part) && smallest(part) > 0).sort((a, b) => smallest(a) - smallest(b))[0];
}

/** What adds up over parts and is protected: the count, of a share what the count leaves, and how many there are. */
type Quantity = "count" | "rest" | "base";

function quantitiesOf({ policy, indicator }: Control): Quantity[] {
  if (policy === "none") return [];
  if (policy === "gpps") return ["base"];
  return indicator.kind === "share" ? ["count", "rest", "base"] : ["count"];
}

function isSafe(control: Control, total: Raw, parts: readonly Raw[], hidden: ReadonlySet<Raw>): boolean {
  const band = bandOf(control.policy);
  if (!band) return true;
  if (hidden.size === 1) return false;
  const rest = minus(total, parts.reduce(plus, { numerator: 0, denominator: 0, months: 0 }));
  return quantitiesOf(control).every((quantity) => {
    const amount = (raw: Raw) => Math.round(amountOf(quantity, raw));
    const cells = parts.map((part) => ({
      amount: amount(part),
      ...(hidden.has(part) ? { from: band.from, to: Number.POSITIVE_INFINITY } : knownOf(control, quantity, part)),
    }));
    const whole = knownOf(control, quantity, total);
    const other = amount(rest); // who knows it can take it off; who does not must not find it
    const known = { from: whole.from - other, to: whole.to - other };
    const outside = { amount: other, from: 0, to: Number.POSITIVE_INFINITY };
    const isVague = ({ from, to }: Band) => to - from >= band.to - band.from;
    const isProtected = (count: number) => count >= band.from && count <= band.to;
    return (
      cells.every((cell) => !isProtected(cell.amount) || isVague(narrowed(cell, cells, known))) &&
      (other <= 0 || !isProtected(other) || isVague(narrowed(outside, [...cells, outside], whole)))
    );
  });
}

/** Where a cell must lie, given where the others lie and what all come to. */
export function narrowed(cell: Band, cells: readonly Band[], whole: Band): Band {
  const others = cells.filter((each) => each !== cell);
  const least = others.reduce((sum, { from }) => sum + from, 0);
  const most = others.reduce((sum, { to }) => sum + to, 0);
  return { from: Math.max(cell.from, whole.from - most), to: Math.min(cell.to, whole.to - least) };
}

function amountOf(quantity: Quantity, { numerator, denominator }: Raw): number {
  return { count: numerator, rest: denominator - numerator, base: denominator }[quantity];
}

/** What is known of a quantity from the count and the base that are shown. */
function knownOf({ policy }: Control, quantity: Quantity, raw: Raw): Band {
  const count = shownAlike(Math.max(0, Math.round(raw.numerator)), policy);
  const base = shownAlike(Math.max(0, Math.round(raw.denominator)), policy);
  if (quantity === "count") return count;
  if (quantity === "base") return base;
  return { from: Math.max(0, base.from - count.to), to: base.to - count.from };
}
