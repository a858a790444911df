import type { Raw } from "./disclosure.ts";
import type { Band } from "./small-numbers.ts";

/** What adds up over parts and is protected: the count, of a share what the count leaves, and how many there are. */
export type Quantity = "count" | "rest" | "base";

/** Which parts are hidden, by a rule that everybody may know; undefined where none may be shown. */
export type Choose = (parts: readonly Raw[]) => ReadonlySet<number> | undefined;

/**
 * Whether the choice of what is hidden tells what is in it. Who knows the rule, and all that is shown to the last digit, goes
 * through every table that comes to the same total and asks of which the rule would have hidden these parts. A count is
 * told where he is left with some of the band's small counts, but not with all of them. The answer rests on what he sees, so
 * that it tells nothing itself.
 */
export function isToldByChoice(
  parts: readonly Raw[],
  hidden: ReadonlySet<number>,
  { quantity, isShare, band, choose }: { quantity: Quantity; isShare: boolean; band: Band; choose: Choose },
): boolean {
  const places = [...hidden].sort((a, b) => a - b);
  const sum = places.reduce((all, i) => all + amountOf(quantity, parts[i]!), 0);
  const isAsSeen = (amounts: readonly number[]) => {
    const chosen = choose(withAmounts(parts, places, { quantity, isShare, amounts }));
    return chosen !== undefined && chosen.size === hidden.size && places.every((i) => chosen.has(i));
  };
  return places.some((_, at) => {
    let [can, cannot] = [false, false];
    for (let amount = band.from; amount <= band.to && !(can && cannot); amount++) {
      const isPossible = sum >= amount && isAnyOf(amountsOf(places.length, at, { amount, sum }), isAsSeen);
      if (isPossible) can = true;
      else cannot = true;
    }
    return can && cannot;
  });
}

const mostTried = 2000; // tables for one amount: past these it counts as one that cannot be, so that more is hidden, never less

function isAnyOf(tables: Iterable<readonly number[]>, holds: (table: readonly number[]) => boolean): boolean {
  let tried = 0;
  for (const table of tables) {
    if (holds(table)) return true;
    if (++tried > mostTried) return false;
  }
  return false;
}

/** Every way in which so many amounts come to a sum, where one of them is given. */
function* amountsOf(
  places: number,
  given: number,
  { amount, sum }: { amount: number; sum: number },
): Generator<readonly number[]> {
  const last = given === places - 1 ? places - 2 : places - 1; // the one that takes what is left
  const amounts = new Array<number>(places).fill(0);
  amounts[given] = amount;
  function* from(place: number, left: number): Generator<readonly number[]> {
    if (place === given) yield* from(place + 1, left);
    else if (place === last) {
      amounts[last] = left;
      yield [...amounts];
    } else
      for (let own = 0; own <= left; own++) {
        amounts[place] = own;
        yield* from(place + 1, left - own);
      }
  }
  yield* from(0, sum - amount);
}

/** The same parts with other amounts of one quantity: of a share, count and rest change the base with them. */
function withAmounts(
  parts: readonly Raw[],
  places: readonly number[],
  { quantity, isShare, amounts }: { quantity: Quantity; isShare: boolean; amounts: readonly number[] },
): Raw[] {
  return parts.map((part, i) => {
    const at = places.indexOf(i);
    return at < 0 ? part : withAmount(part, { quantity, isShare, amount: amounts[at]! });
  });
}

function withAmount(
  part: Raw,
  { quantity, isShare, amount }: { quantity: Quantity; isShare: boolean; amount: number },
): Raw {
  const more = amount - amountOf(quantity, part);
  if (quantity === "base") return { ...part, denominator: amount };
  if (quantity === "rest") return { ...part, denominator: part.denominator + more };
  return { ...part, numerator: amount, ...(isShare ? { denominator: part.denominator + more } : {}) };
}

export function amountOf(quantity: Quantity, { numerator, denominator }: Raw): number {
  return { count: numerator, rest: denominator - numerator, base: denominator }[quantity];
}
