import type { Problem } from "../../problem.ts";
import { suggest } from "../files/suggest.ts";
import type { Located } from "../files/yaml.ts";
import type { Indicator } from "./indicator.ts";
import { type LibraryShelf, namesItself } from "./library.ts";

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
  { items, broken }: LibraryShelf<Indicator>,
  problems: Problem[],
): void {
  const composite = compositeOf(value);
  composite?.of.forEach((name, i) => {
    const component = items.get(name)?.value;
    if (!component && broken.some(({ text }) => namesItself(text, name))) return; // told of with its file
    const others = [...items.keys()].filter((other) => other !== composite.id);
    const fault = component
      ? faultOf({ value, composite, i }, component)
      : { code: "unknown-component", message: `unknown component "${name}"`, hint: suggest(name, others) };
    if (!fault) return;
    const { hint, ...rest } = fault;
    const place = placeOf(["composite", composite.takes, i]);
    problems.push({ ...rest, severity: "error", place, ...(hint ? { hint } : {}) });
  });
}

type CompositeFault = { code: string; message: string; hint?: string | undefined };

/** What is wrong with a component that is there; the first that is found. */
function faultOf(
  { value, composite, i }: { value: Indicator; composite: Composite; i: number },
  component: Indicator,
): CompositeFault | undefined {
  const name = component.indicator;
  if (name === composite.id) return { code: "bad-composite", message: `composite "${name}" names itself` };
  if (composite.of.indexOf(name) < i) return { code: "bad-composite", message: `component "${name}" appears twice` };
  if (component.composite)
    return {
      code: "bad-composite",
      message: `component "${name}" is a composite itself`,
      hint: "name what it is made of instead",
    };
  const differing = differenceOf(value, component);
  if (differing === undefined) return undefined;
  return {
    code: "unlike-component",
    message: `component "${name}" has ${differing}`,
    hint: "a composite and its components count the same people over the same denominator",
  };
}

/** What a component has unlike its composite, in words; the first that is found. */
function differenceOf(composite: Indicator, component: Indicator): string | undefined {
  const of = (name: string, pick: (indicator: Indicator) => string | number | undefined): string | undefined => {
    const [theirs, ours] = [pick(component), pick(composite)];
    return theirs === ours ? undefined : `${name} "${theirs ?? "none"}", and the composite "${ours}"`;
  };
  return (
    of("given", ({ given }) => given) ??
    of("kind", ({ kind }) => kind) ??
    of("numerator.counts", ({ numerator }) => numerator?.counts) ??
    of("denominator.many", ({ denominator }) => denominator?.many) ??
    of("multiplier", ({ multiplier }) => multiplier) ??
    of("divisor", ({ divisor }) => divisor) ??
    of("period", ({ period }) => period) ??
    of("per", ({ per, period }) => per ?? period)
  );
}
