import type { Unit } from "../input/data/units.ts";
import { suggest } from "../input/files/suggest.ts";
import type { Indicator } from "../input/library/indicator.ts";
import { inputError, type Problem } from "../problem.ts";
import { type ImportCampaign, standIn } from "./campaign.ts";
import { type NamedTheirs, nameAfterCampaign, nameAfterThemselves } from "./names.ts";
import { guess, type ObservationsPart, type OrganisationsPart, type PartNote } from "./part.ts";
import type { Draft } from "./write.ts";

/* What names of the data stand for: indicators of the campaign, or themselves. */

/** Where nothing else says what the organisations are, they are what the campaign writes to. */
export function withType(
  part: OrganisationsPart,
  campaign: ImportCampaign | undefined,
): OrganisationsPart & { type: string } {
  return { ...part, type: part.type ?? campaign?.campaign.recipients.type ?? "practice" };
}

/** Of published values whose unit the files do not tell, as the person says. */
export function withUnit(part: ObservationsPart, unit: Unit | undefined): ObservationsPart {
  if (!unit) return part;
  const theirs = part.theirs.map((each) => (each.given === "value" && !each.unit ? { ...each, unit } : each));
  return { ...part, theirs };
}

export function typeNotes(part: OrganisationsPart | undefined): PartNote[] {
  return part ? [guess(`nothing says what the organisations are: they are taken for "${part.type}" (type)`)] : [];
}

/** Texts that stand in place of numbers. */
export function markNotes(part: ObservationsPart | undefined): PartNote[] {
  if (!part?.unknown) return [];
  const marks = part.unknown.map((each) => `"${each}"`).join(", ");
  return [guess(`${marks} in place of a number says that it is not known, or was withheld (not-known)`)];
}

export function nameAll(
  { theirs }: ObservationsPart,
  campaign: ImportCampaign | undefined,
  given: ReadonlyMap<string, string>,
): NamedTheirs[] {
  if (campaign) return nameAfterCampaign(theirs, campaign.indicators, given).map((each) => withList(each, campaign));
  return nameAfterThemselves(theirs).map((each) => ({ ...each, is: given.get(each.theirs.theirs) ?? each.is! }));
}

/** The campaign knows better than the file whether a denominator is the registered list. */
function withList(named: NamedTheirs, { indicators }: ImportCampaign): NamedTheirs {
  const indicator = named.is === undefined ? undefined : indicators.get(named.is);
  const isList = indicator?.kind === "rate" && /\bregistered\b/i.test(indicator.denominator?.many ?? "");
  const { theirs } = named;
  const isPart = theirs.given === "value" || theirs.kind === "share"; // a register is not the list
  return isList && !isPart ? { ...named, theirs: { ...theirs, isOverList: true } } : named;
}

/** What the person said that names stand for. A name or an indicator that is not there is a problem. */
export function givenNames(
  map: readonly string[],
  { theirs }: ObservationsPart,
  campaign: ImportCampaign | undefined,
): Map<string, string> {
  const problems: Problem[] = [];
  const unknown = (what: string, word: string, possible: readonly string[]) => {
    const hint = suggest(word, possible);
    problems.push({
      code: "unknown-name",
      severity: "error",
      message: `unknown ${what} "${word}"`,
      ...(hint ? { hint } : {}),
    });
  };
  const given = new Map<string, string>();
  for (const each of map) {
    const at = each.lastIndexOf("=");
    const [name, is] = [each.slice(0, Math.max(at, 0)).trim(), each.slice(at + 1).trim()];
    const names = theirs.map((one) => one.theirs);
    if (at < 1) unknown("mapping", each, [`${names[0]}=${[...(campaign?.indicators.keys() ?? [])][0] ?? "indicator"}`]);
    else if (!names.includes(name)) unknown("name in the data", name, names);
    else if (campaign && !campaign.indicators.has(is))
      unknown("indicator of the campaign", is, [...campaign.indicators.keys()]);
    else given.set(name, is);
  }
  if (problems.length > 0) throw inputError(problems);
  return given;
}

/** Names that were mapped by likeness, each a line to check. */
export function guessesOf(named: readonly NamedTheirs[]): PartNote[] {
  return named.flatMap(({ theirs, is, how }) =>
    how.endsWith("check it") ? [guess(`${theirs.theirs} stands for ${is}, ${how.replace(/: check it$/, "")}`)] : [],
  );
}

/** Indicators of the campaign that no name stands for. */
export function unfilledOf({ campaign }: ImportCampaign, named: readonly NamedTheirs[]): Draft["unfilled"] {
  const filled = new Set(named.flatMap(({ is }) => is ?? []));
  return campaign.indicators
    .filter((id) => !filled.has(id))
    .map((id) => ({
      id,
      near: named
        .filter(({ is, near }) => is === undefined && near.includes(id))
        .slice(0, 3)
        .map(({ theirs }) => theirs.theirs),
    }));
}

/** The indicators that names stand for, as the campaign has them or as the data say. */
export function indicatorsOf(
  named: readonly NamedTheirs[],
  campaign: ImportCampaign | undefined,
): Map<string, Indicator> {
  return new Map(
    named.flatMap(({ theirs, is }) =>
      is === undefined ? [] : [[is, campaign?.indicators.get(is) ?? standIn(is, theirs)] as const],
    ),
  );
}
