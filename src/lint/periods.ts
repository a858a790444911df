import type { Indicator } from "../input/library/indicator.ts";
import { type Period, type PeriodKind, periods } from "../input/library/period.ts";
import type { Seen } from "./rule.ts";
import type { CampaignSubject, ReportSubject } from "./subject.ts";
import { keysIn, type SaidWords, saidIn } from "./words.ts";

/** Units of indicators that are not of their period: "per 1,000 patients a month" of yearly data. */
export function namesPeriodInUnit({ indicators }: CampaignSubject): Seen[] {
  return [...indicators.values()].flatMap((indicator): Seen[] => {
    if (indicator.period === "month") return [];
    const claimed = claimsIn(indicator.unit).find((each) => each !== unitOf(indicator));
    if (!claimed) return [];
    return [
      {
        what: `the unit says "${claimed}", and the data are ${dataOf[indicator.period]}`,
        hint: unitOf(indicator) ? `say ${unitOf(indicator)}, or give the rate its \`per\`` : "leave it out",
        at: { kind: "indicator", id: indicator.indicator, path: ["unit"] },
      },
    ];
  });
}

/** Words of authors about an indicator that give its counts per another period than its own. */
export function keepsToPeriod({ report, indicators, campaign }: ReportSubject): Seen[] {
  return saidIn(report).flatMap((said): Seen[] => {
    const indicator = indicators.get(said.indicator ?? campaign.headline);
    if (said.at?.kind !== "block" || !indicator || indicator.period === "month" || !hasCount(said, indicator))
      return [];
    const own = periods[indicator.period].each.trim();
    const claimed = claimsIn(said.text).find((each) => each !== own && each !== unitOf(indicator));
    if (!claimed) return [];
    return [
      {
        what: `words say "${claimed}" of "${indicator.indicator}", whose data are ${dataOf[indicator.period]}`,
        hint: own ? `its counts are ${own}` : "its counts are of one day: say {{period.text}}",
        at: said.at,
      },
    ];
  });
}

const dataOf: Readonly<Record<PeriodKind, string>> = {
  month: "of months",
  quarter: "of quarters",
  year: "of years",
  "financial-year": "of financial years",
  "12-months-to": "of twelve months",
  snapshot: "of one day",
};

/** Counts and values of the indicator itself; of a change words may well say "in a year". */
function hasCount({ sentences }: SaidWords, { indicator }: Indicator): boolean {
  return keysIn(sentences).some((key) => key.startsWith(`${indicator}/`) && counts.test(key));
}

const counts = /\.(count|monthly|value)\^?$/;

/** "a year": what its unit may say; nothing of a snapshot. */
function unitOf({ period, per }: Indicator): Period["each"] {
  return per ? `a ${per}` : periods[period].each.trim();
}

/** "a month", from "per month", "every month", "monthly" and "a month". */
function claimsIn(text: string): string[] {
  const plain = [
    ...text.matchAll(/\b(?<!(?:in|of|for|over|within|than|once|twice) )(?:a|per|each|every) (month|quarter|year)\b/gi),
  ];
  const adverbs = [...text.matchAll(/\b(month|quarter)ly\b/gi)];
  return [...plain, ...adverbs].map(([, unit = ""]) => `a ${unit.toLowerCase()}`);
}
