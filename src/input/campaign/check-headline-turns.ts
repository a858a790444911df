import { type Problem, wrong } from "../../problem.ts";
import { suggest } from "../files/suggest.ts";
import type { Located } from "../files/yaml.ts";
import { type Indicator, isCounted } from "../library/indicator.ts";
import type { Campaign } from "./campaign.ts";
import type { PlannedSection } from "./sections.ts";

/*
 * The headline may be about another indicator from report to report. What a campaign says under each headline is made when it is
 * loaded, and checked as if it were a campaign of its own; which of them a recipient gets is chosen once figures are known.
 */

/** Whether every indicator that takes turns can be one whose gain is known, and a headline in the campaign's other settings. */
export function checkHeadlineTurns(
  { value, placeOf }: Located<Campaign>,
  indicators: ReadonlyMap<string, Indicator>,
  problems: Problem[],
): boolean {
  const { headline, messages, "headline-turns": turns } = value;
  if (!turns) return true;
  const found: Problem[] = [];
  const tell = (message: string, path: (string | number)[], hint: string) =>
    found.push(wrong("no-turn", message, placeOf(path), hint));
  const check = (id: string, path: (string | number)[]) => {
    const indicator = indicators.get(id);
    const cannot = `the headline cannot take turns with "${id}"`;
    if (indicator?.direction === "none")
      tell(`${cannot}: neither way is better, so there is no gain`, path, "take it out");
    else if (indicator && !isCounted(indicator))
      tell(`${cannot}: its values are published, so chance cannot be allowed for`, path, "take it out");
  };
  check(headline, ["headline"]);
  for (const [i, id] of turns.with.entries()) {
    const path = ["headline-turns", "with", i];
    if (id === headline || turns.with.indexOf(id) !== i)
      tell(`"${id}" takes turns as headline already`, path, "take it out");
    else if (!value.indicators.includes(id))
      tell(`"${id}" is not among the campaign's indicators`, path, suggest(id, value.indicators) ?? "add it to them");
    else check(id, path);
  }
  if (messages === "fixed") tell("messages are fixed, so no headline takes turns", ["headline-turns"], "take it out");
  problems.push(...found);
  return found.length === 0;
}

/** What is wrong under one of the other headlines alone. Words for a step that only the campaign's own can come to are no fault. */
export function problemsOfTurn(headline: string, found: readonly Problem[], known: readonly Problem[]): Problem[] {
  const keyOf = ({ message, place }: Problem) => JSON.stringify([message, place]);
  const told = new Set(known.map(keyOf));
  return found
    .filter((problem) => !ofOtherHeadlines.has(problem.code) && !told.has(keyOf(problem)))
    .map((problem) => ({ ...problem, message: `with the headline about "${headline}": ${problem.message}` }));
}

const ofOtherHeadlines: ReadonlySet<string> = new Set([
  "step-never-said",
  "never-holds-here",
  "never-reached",
  "same-condition",
]);

/**
 * A campaign as it is with each of the other headlines. A fact that tells of the indicator that is now the headline tells of
 * the one that is not.
 */
export function turnedCampaigns(campaign: Located<Campaign>): ReadonlyMap<string, Located<Campaign>> {
  const { value } = campaign;
  const others = new Set(
    value["headline-turns"]?.with.filter((id) => id !== value.headline && value.indicators.includes(id)),
  );
  return new Map(
    [...others].map((headline) => {
      const { "headline-turns": _, ...rest } = value;
      const sections = value.sections.map((section) => exchanged(section, headline, value.headline));
      return [headline, { ...campaign, value: { ...rest, headline, sections } as Campaign }];
    }),
  );
}

function exchanged(section: PlannedSection, headline: string, instead: string): PlannedSection {
  if (section.kind !== "comparison") return section;
  const facts = section.settings.facts.map((fact) =>
    fact.indicator === headline && fact.tells === "measure" ? { ...fact, indicator: instead } : fact,
  );
  return { ...section, settings: { ...section.settings, facts } };
}
