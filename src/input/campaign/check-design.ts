import type { Place, Problem } from "../../problem.ts";
import { suggest } from "../files/suggest.ts";
import type { Located } from "../files/yaml.ts";
import type { Block } from "../library/block.ts";
import type { Indicator } from "../library/indicator.ts";
import { signalsIn } from "../library/ladders.ts";
import type { Signal } from "../library/signals.ts";
import type { Campaign } from "./campaign.ts";
import { checkEnclosures } from "./enclosures.ts";
import { slotsOf } from "./slots.ts";

type DesignWords = {
  indicators: ReadonlyMap<string, Indicator>;
  blocks: ReadonlyMap<string, Located<Block>>;
  looks: readonly string[]; // templates a design may name
};

/** What a design asks for must be there: the template it names, and words that fit the way round its shares are told. */
export function checkDesign(
  { value, placeOf }: Located<Campaign>,
  { indicators, blocks, looks }: DesignWords,
  problems: Problem[],
): void {
  checkEnclosures({ value, placeOf }, problems);
  if (!looks.includes(value.template)) {
    const hint = suggest(value.template, looks);
    problems.push({
      code: "unknown-template",
      severity: "error",
      message: `unknown template "${value.template}"`,
      place: placeOf(["template"]),
      ...(hint ? { hint } : {}),
    });
  }
  if (value.framing === "as-defined") return;
  if (![...indicators.values()].some(({ complement }) => complement))
    problems.push({
      code: "no-complement",
      severity: "error",
      message: "none of its indicators has a complement",
      place: placeOf(["framing"]),
      hint: "give a share its `complement`",
    });
  for (const { ids, path, indicator, most } of slotsOf(value)) {
    const about = indicators.get(indicator);
    if (!about?.complement || most !== undefined) continue;
    ids.forEach((id, i) => {
      const block = blocks.get(id)?.value;
      if (block) checkTurned(block, about, placeOf([...path, i]), problems);
    });
  }
}

/** Words that name what is no longer counted, or the way a number lies or moves that turns round with it. */
function checkTurned(block: Block, about: Indicator, place: Place, problems: Problem[]): void {
  const words = `${block.lead ?? ""} ${block.text}`;
  const name = misnamed(words, about);
  const way = signalsIn(block.when).some((signal) => turning.includes(signal)) ? ways.exec(words)?.[0] : undefined;
  if (name)
    problems.push({
      code: "words-other-way-round",
      severity: figures.test(words) ? "error" : "warning",
      message: `"${block.block}" mentions ${name}, but the share is shown for ${about.complement?.numerator.many}`,
      place,
      hint: "write {{indicator.many}}, or name a block written for this framing",
    });
  else if (way)
    problems.push({
      code: "words-other-way-round",
      severity: "warning",
      message: `"${block.block}" says "${way}", but the share is shown as its complement`,
      place,
      hint: "write {{median.side}}, {{best.way}}, {{gap.way}}, {{change.moved}}, or name a block for this framing",
    });
}

const figures = /\{\{\s*(own|past|median|best|gap|under|change|ratio|rank|target)\./;
const ways =
  /\b(above|below|more|fewer|higher|lower|larger|smaller|rising|risen|rose|falling|fallen|fell|up|down)\b(?![^{]*\}\})/i;

/** Signals of better and worse: they stay while the number turns, so a word for its way is right in one framing only. */
const turning: readonly Signal[] = [
  "better-than-median",
  "worse-than-median",
  "in-best-quarter",
  "outside-best-quarter",
  "best-of-peers",
  "improving",
  "worsening",
  "achieved-median",
  "achieved-best-quarter",
  "lost-median",
  "lost-best-quarter",
  "approaching-median",
  "approaching-best-quarter",
];

/** What of the definition words name, where they name nothing of the complement. */
function misnamed(words: string, { numerator, complement }: Indicator): string | undefined {
  const names = ({ one, many }: { one: string; many: string }) =>
    [many, one].find((name) => new RegExp(`\\b${name.replace(/\W/g, "\\$&")}\\b`, "i").test(words));
  return complement && numerator && !names(complement.numerator) ? names(numerator) : undefined;
}
