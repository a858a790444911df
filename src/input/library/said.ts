import { z } from "zod";
import { sentence } from "../files/fields.ts";

/** How sentences speak of what an indicator counts; what is left out comes from its other fields. */
export const saidSchema = z
  .strictObject({
    one: sentence
      .optional()
      .describe(
        "One of them. Of a rate: high-dose opioid item; of a share, what comes after is: a spray, broad-spectrum, in a higher-risk combination. Left out: `numerator.one`, of a share with a or an before it.",
      ),
    many: sentence
      .optional()
      .describe(
        "Several of them: high-dose opioid items; sprays. Left out: of a rate `name`, of a share `numerator.many`.",
      ),
    verb: sentence
      .optional()
      .describe(
        "What comes before it. Of a rate what you do: You prescribe 29 items. Of a share what several do: 31% of your preventer inhalers are sprays; 62% of your patients with asthma have a plan. Left out: have; of a share, are.",
      ),
    per: sentence
      .optional()
      .describe(
        "Of a rate what comes after it: per 1,000 patients a month. Of a share what it is a share of, after your: preventer inhalers. Left out: from `unit`, of a share `denominator.many`.",
      ),
  })
  .describe(
    "How the words of the voice speak of it: `You prescribe 1.9 high-dose opioid items per 1,000 patients a month`, `31% of your preventer inhalers are sprays`.",
  );

/** How sentences speak of an indicator, complete. */
export type SaidWhen = {
  one: string; // "a spray"
  many: string; // "sprays"
  verb: string; // after several, or after you: "are"
  does: string; // the same after one: "is"
  per: string; // "preventer inhalers"; of a rate "per 1,000 patients a month"
  what: "rate" | "share" | "figure"; // what its value is called
};

/** What of an indicator its sentences are made from. */
type Worded = {
  kind: string;
  name: string;
  unit: string;
  said?: z.output<typeof saidSchema> | undefined;
  numerator?: { one: string; many: string } | undefined;
  denominator?: { many: string } | undefined;
};

/** The words of an indicator with those that it leaves out filled in from its other fields. */
export function saidOf({ kind, name, unit, said = {}, numerator, denominator }: Worded): SaidWhen {
  const isShare = kind === "share";
  const many = said.many ?? (isShare ? (numerator?.many ?? name) : name);
  const verb = said.verb ?? (isShare ? "are" : "have");
  const ofUnit = isShare ? unit.replace(/^%\s*(of\s+)?/, "") : unit.slice(Math.max(0, unit.search(/\bper /)));
  return {
    one: said.one ?? (isShare && numerator ? withArticle(numerator.one) : (numerator?.one ?? many)),
    many,
    verb,
    does: afterOne(verb),
    per: said.per ?? (isShare ? (denominator?.many ?? ofUnit) : ofUnit),
    what: kind === "rate" || kind === "share" ? kind : "figure",
  };
}

/** "a thing", "an item" */
function withArticle(noun: string): string {
  return `${/^[aeio]|^u(?!ni|s|ti)/i.test(noun) ? "an" : "a"} ${noun}`;
}

/** "are" → "is", "have" → "has", "take" → "takes", "carry" → "carries": the first word of a verb as it is after one. */
export function afterOne(verb: string): string {
  const [first = "", ...rest] = verb.split(" ");
  const odd: Readonly<Record<string, string>> = { are: "is", were: "was", have: "has", do: "does", go: "goes" };
  const regular = /(s|x|z|ch|sh)$/.test(first)
    ? `${first}es`
    : /[^aeiou]y$/.test(first)
      ? `${first.slice(0, -1)}ies`
      : `${first}s`;
  return [odd[first] ?? regular, ...rest].join(" ");
}
