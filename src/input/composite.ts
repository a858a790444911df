import { z } from "zod";
import type { Problem } from "../problem.ts";
import { id } from "./fields.ts";
import type { Indicator } from "./indicator.ts";
import { namesItself, type Shelf } from "./library.ts";
import { suggest } from "./suggest.ts";
import type { Located } from "./yaml.ts";

const components = z.array(id).min(2).optional();

export const compositeSchema = z
  .strictObject({
    "any-of": components.describe("Who is in at least one of these indicators is in this one, and counts once."),
    "all-of": components.describe("Who is in every one of these indicators is in this one, and counts once."),
  })
  .refine((composite) => Object.values(composite).filter(Boolean).length === 1, {
    message: 'give one of "any-of" and "all-of"',
  })
  .describe(
    "The indicators it is made of, its components. It is no sum of them: a patient in several counts once. Its figures come with the data, or are worked out from rows of patients.",
  );

/** How a composite is made: any of its components makes a patient count, or all of them do. */
export type Composite = { id: string; takes: "any-of" | "all-of"; of: readonly string[] };

/** A composite among some indicators, or nothing where an indicator stands for itself. */
export function compositeOf({ indicator, composite }: Indicator): Composite | undefined {
  if (composite?.["any-of"]) return { id: indicator, takes: "any-of", of: composite["any-of"] };
  if (composite?.["all-of"]) return { id: indicator, takes: "all-of", of: composite["all-of"] };
  return undefined;
}

export function compositesOf(indicators: ReadonlyMap<string, Indicator>): Composite[] {
  return [...indicators.values()].flatMap((indicator) => compositeOf(indicator) ?? []);
}

/** Every component must be there, be no composite, and count the same people over the same denominator. */
export function checkComposite(
  { value, placeOf }: Located<Indicator>,
  { items, broken }: Shelf<Indicator>,
  problems: Problem[],
): void {
  const composite = compositeOf(value);
  composite?.of.forEach((name, i) => {
    const tell = (code: string, message: string, hint?: string) =>
      problems.push({
        code,
        severity: "error",
        message,
        place: placeOf(["composite", composite.takes, i]),
        ...(hint ? { hint } : {}),
      });
    const component = items.get(name)?.value;
    if (name === composite.id) return tell("bad-composite", `composite "${name}" names itself`);
    if (composite.of.indexOf(name) < i) return tell("bad-composite", `component "${name}" stands twice`);
    if (!component && broken.some(({ text }) => namesItself(text, name))) return; // told of with its file
    if (!component) {
      const others = [...items.keys()].filter((other) => other !== composite.id);
      return tell("unknown-component", `unknown component "${name}"`, suggest(name, others));
    }
    if (component.composite)
      return tell("bad-composite", `component "${name}" is a composite itself`, "name what it is made of instead");
    const differing = differenceOf(value, component);
    if (differing)
      tell(
        "unlike-component",
        `component "${name}" has ${differing}`,
        "a composite and its components count the same people over the same denominator",
      );
  });
}

/** What a component has unlike its composite, in words; the first that is found. */
function differenceOf(composite: Indicator, component: Indicator): string | undefined {
  const of = (name: string, pick: (indicator: Indicator) => string | number): string | undefined => {
    const [theirs, ours] = [pick(component), pick(composite)];
    return theirs === ours ? undefined : `${name} "${theirs}", and the composite "${ours}"`;
  };
  return (
    of("kind", ({ kind }) => kind) ??
    of("numerator.counts", ({ numerator }) => numerator.counts) ??
    of("denominator.many", ({ denominator }) => denominator.many) ??
    of("multiplier", ({ multiplier }) => multiplier) ??
    of("divisor", ({ divisor }) => divisor) ??
    of("per", ({ per }) => per)
  );
}
