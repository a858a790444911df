import type { Action } from "../input/library/action.ts";
import { type Counted, isCounted } from "../input/library/indicator.ts";
import { type CountedOwn, countsOf } from "../measure/standing.ts";
import { numberWord, textFigure } from "./format.ts";
import { definedVoice, type Voice } from "./material.ts";
import type { Figure } from "./sentence.ts";
import { isOnePeriod, timesIn } from "./time.ts";

/**
 * What a recipient has of what an action is about. `counted`: people who were counted, each once. `bound`: items, of which people
 * have one or more. `reckoned`: as many people as a quantity may come to.
 */
export type AmountPool = { most: number; as: "counted" | "bound" | "reckoned" };

/**
 * How many an action asks for, in words: no more than the recipient has. "five people a month" where there are enough for all its
 * months; "all three people" where these were counted; "up to three people" where items were, where a quantity comes to them, or where the number is not known.
 * Undefined where the action does not scale.
 */
export function amountFigure(action: Action, voice: Voice): Figure | undefined {
  const asked = action["how-many"];
  if (!asked) return undefined;
  const pool = poolOf(voice, asked.of);
  if (!pool) return upTo(asked["at-most"], asked);
  if (pool.most === 0) return textFigure("any you find", 0);
  if (pool.as === "reckoned") return upTo(Math.min(pool.most, asked["at-most"]), asked, pool.most > asked["at-most"]);
  const limit = Math.min(pool.most, Math.max(asked["at-least"], Math.ceil(asked.share * pool.most - 1e-9)));
  if (limit > asked["at-most"]) return inParts(limit, action.by.weeks, asked);
  if (limit < pool.most) return textFigure(`${numberWord(limit)} ${nounOf(limit, asked)}`, limit);
  return pool.as === "counted" ? allOf(limit, asked) : upTo(limit, asked, false);
}

type AmountAsked = NonNullable<Action["how-many"]>;

/**
 * What there is to begin with: of items those of a month, of patients their count, of a quantity as many people as take half of
 * `one-patient` each; rounded up. 0 only where there are none. Undefined where it is not known, or of a quantity that says no more.
 */
export function poolOf({ material, subject, notebook }: Voice, id: string): AmountPool | undefined {
  const about = definedVoice(material, subject, notebook, id);
  const { indicator, standing } = about;
  const { own } = standing;
  if (!isCounted(indicator)) return undefined;
  if (own.state === "withheld" && own.of === "count") return { most: own.below - 1, as: "bound" };
  const counts = countsOf(own);
  if (!counts) return undefined;
  if (indicator.numerator.counts === "quantity" && counts.count > 0) return reckoned(counts, indicator.numerator);
  const most = Math.ceil(counts.count / timesIn(about, counts) - 1e-9);
  return { most, as: indicator.numerator.counts === "patients" && isOnePeriod(about) ? "counted" : "bound" };
}

/** People who take half of what one person takes, of a quantity that says what that is. */
function reckoned({ count, months }: CountedOwn, { "one-patient": one }: Counted["numerator"]): AmountPool | undefined {
  return one === undefined ? undefined : { most: Math.ceil((2 * count) / (one * months)), as: "reckoned" };
}

/** More than is asked for at once: that number, or a month's part of them all where it is asked for each month. */
function inParts(limit: number, weeks: number, asked: AmountAsked): Figure {
  const months = Math.max(1, Math.round((weeks * 12) / 52));
  const number = asked.each ? Math.min(asked["at-most"], Math.ceil(limit / months)) : asked["at-most"];
  return textFigure(`${numberWord(number)} ${nounOf(number, asked)}${asked.each ? " a month" : ""}`, number);
}

function upTo(number: number, asked: AmountAsked, each = true): Figure {
  const pace = each && asked.each ? " a month" : "";
  const most = number === 1 ? "one" : `up to ${numberWord(number)}`;
  return textFigure(`${most} ${nounOf(number, asked)}${pace}`, number);
}

/** "the one person", "both people", "all three people" */
function allOf(number: number, asked: AmountAsked): Figure {
  const all = number === 1 ? "the one" : number === 2 ? "both" : `all ${numberWord(number)}`;
  return textFigure(`${all} ${nounOf(number, asked)}`, number);
}

function nounOf(number: number, { one, many }: AmountAsked): string {
  return number === 1 ? one : many;
}
