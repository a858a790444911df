import { type Control, mayBeTold, minus, plus, type Raw, releaseOwn } from "./disclosure.ts";
import { type Band, bandOf, release, shownAlike } from "./small-numbers.ts";
import type { GroupPart } from "./standing.ts";
import { amountOf, isToldByChoice, type Quantity } from "./told-by-choice.ts";

/**
 * The parts of a total that is shown beside them. A part is withheld where its own count may not be told; then another is
 * withheld as well, the next smallest, and so on until nobody who takes what is shown from the total can tell a protected
 * count from the others of its policy's band, nor who knows this rule as well. Where no choice of parts can do that, none is shown. What belongs to no part
 * is one more count that must not come out.
 */
export function releaseParts(control: Control, total: Raw, parts: readonly Raw[]): GroupPart[] {
  const hidden = releaseOwn(control, total).state === "shown" ? toHide(control, total, parts) : undefined;
  if (!hidden || isTold(control, { total, parts, hidden })) return parts.map(() => withheld);
  return parts.map((part, i) => (hidden.has(i) ? withheld : partOf(control, part)));
}

/** The places of the parts to hide; undefined where none may be shown. */
function toHide(control: Control, total: Raw, parts: readonly Raw[]): ReadonlySet<number> | undefined {
  const hidden = new Set(parts.filter((part) => isSmall(control, part)));
  while (!isSafe(control, total, parts, hidden)) {
    const next = companionOf(control, parts, hidden);
    if (!next) return undefined;
    hidden.add(next);
  }
  return new Set(parts.flatMap((part, i) => (hidden.has(part) ? [i] : [])));
}

/** Whether some are hidden, and that it is these tells of a small count in them. */
function isTold(
  control: Control,
  { total, parts, hidden }: { total: Raw; parts: readonly Raw[]; hidden: ReadonlySet<number> },
): boolean {
  const band = bandOf(control.policy);
  if (!band || hidden.size < 2 || hidden.size === parts.length) return false;
  const isShare = control.indicator.kind === "share";
  const choose = (others: readonly Raw[]) => toHide(control, total, others);
  return quantitiesOf(control).some((quantity) => isToldByChoice(parts, hidden, { quantity, isShare, band, choose }));
}

const withheld: GroupPart = { state: "withheld" };

function partOf(control: Control, part: Raw): GroupPart {
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

function quantitiesOf({ policy, indicator }: Control): Quantity[] {
  if (policy === "none") return [];
  if (policy === "gpps") return ["base"];
  return indicator.kind === "share" ? ["count", "rest", "base"] : ["count"];
}

/** Whether a total and all its parts may be shown together: no protected count is told from the others of its band. */
export function isVagueBeside(control: Control, total: Raw, parts: readonly Raw[]): boolean {
  return isSafe(control, total, parts, new Set());
}

/** Whether all that is shown, the total and its rounding with it, leaves every protected count as vague as the band. */
function isSafe(control: Control, total: Raw, parts: readonly Raw[], hidden: ReadonlySet<Raw>): boolean {
  const band = bandOf(control.policy);
  if (!band) return true;
  if (hidden.size === 1) return false;
  const outside = minus(total, parts.reduce(plus, { numerator: 0, denominator: 0, months: 0 }));
  const seen = parts.map((part) => (hidden.has(part) ? atLeast(band.from) : knownOf(control, part)));
  const whole = knownOf(control, total);
  const isProtected = (count: number) => count >= band.from && count <= band.to;
  const isVague = ({ from, to }: Band) => to - from >= band.to - band.from;
  const isGuarded = (raw: Raw, known: Bands | undefined, least: 0 | 1) =>
    quantitiesOf(control).every((quantity) => {
      const amount = Math.round(amountOf(quantity, raw));
      return amount < least || !isProtected(amount) || (known !== undefined && isVague(known[quantity]));
    });
  // Who knows how many are in no part can count them as one; who does not must not find it out.
  const informed = workedOut([...seen, exactly(outside)], whole, control);
  const others = workedOut([...seen, atLeast(0)], whole, control).at(-1);
  return parts.every((part, i) => isGuarded(part, informed[i], 0)) && isGuarded(outside, others, 1);
}

type Bands = Readonly<Record<Quantity, Band>>;

function atLeast(from: number): Bands {
  const band = { from, to: Number.POSITIVE_INFINITY };
  return { count: band, rest: band, base: band };
}

function exactly(raw: Raw): Bands {
  const band = (quantity: Quantity) => ({ from: amountOf(quantity, raw), to: amountOf(quantity, raw) });
  return { count: band("count"), rest: band("rest"), base: band("base") };
}

/** Where the quantities of each part must lie, from what they come to together: round by round until nothing is gained. */
function workedOut(seen: readonly Bands[], whole: Bands, control: Control): readonly Bands[] {
  const quantities = quantitiesOf(control);
  let known = seen;
  for (let round = 0; round < rounds; round++) {
    const before = known;
    for (const quantity of quantities) known = narrowed(known, before, quantity, whole[quantity]);
    if (control.indicator.kind === "share") known = known.map(reconciled);
    if (known.every((each, i) => isSame(each, before[i]!))) break;
  }
  return known;
}

const rounds = 4; // after which the bounds of five parts have not been seen to move

/** Where each cell of a quantity must lie, given where the others lie and what all come to. */
function narrowed(
  known: readonly Bands[],
  before: readonly Bands[],
  quantity: Quantity,
  whole: Band,
): readonly Bands[] {
  let [least, most, endless] = [0, 0, 0];
  for (const { [quantity]: cell } of before) {
    least += cell.from;
    if (cell.to === Number.POSITIVE_INFINITY) endless++;
    else most += cell.to;
  }
  return known.map((each, i) => {
    const cell = before[i]![quantity];
    const isEndless = cell.to === Number.POSITIVE_INFINITY;
    const others = endless > (isEndless ? 1 : 0) ? Number.POSITIVE_INFINITY : most - (isEndless ? 0 : cell.to);
    const from = Math.max(cell.from, whole.from - others);
    const to = Math.min(cell.to, whole.to - (least - cell.from));
    return from === cell.from && to === cell.to ? each : { ...each, [quantity]: { from, to } };
  });
}

function isSame(one: Bands, other: Bands): boolean {
  if (one === other) return true;
  return all.every(
    (quantity) => one[quantity].from === other[quantity].from && one[quantity].to === other[quantity].to,
  );
}

const all: readonly Quantity[] = ["count", "rest", "base"];

/** Count and rest come to the base. */
function reconciled({ count, rest, base }: Bands): Bands {
  return {
    count: within(count, { from: base.from - rest.to, to: base.to - rest.from }),
    rest: within(rest, { from: base.from - count.to, to: base.to - count.from }),
    base: within(base, { from: count.from + rest.from, to: count.to + rest.to }),
  };
}

function within(a: Band, b: Band): Band {
  return { from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) };
}

/** What is known of a part, or the total, from the count and the base that are shown. */
function knownOf({ policy }: Control, { numerator, denominator }: Raw): Bands {
  const count = shownAlike(Math.max(0, Math.round(numerator)), policy);
  const base = shownAlike(Math.max(0, Math.round(denominator)), policy);
  return { count, base, rest: { from: Math.max(0, base.from - count.to), to: base.to - count.from } };
}
