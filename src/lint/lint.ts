import type { Profile, Waiver } from "../input/campaign/campaign.ts";
import type { Standings } from "../measure/standing.ts";
import type { Problem, Severity } from "../problem.ts";
import type { Precision } from "../report/precision.ts";
import type { Unmade } from "../report/subjects.ts";
import {
  type LookedAt,
  lookAtReports,
  openLook,
  type ReportsLook,
  type SeenInReports,
  type ToldFinding,
} from "./look-at-reports.ts";
import type { PlaceOfSpot } from "./places.ts";
import type { Rule, Scope, Spot } from "./rule.ts";
import { rules as allRules } from "./rules.ts";
import { citationText } from "./sources.ts";
import { unmadeFindings } from "./unmade.ts";

/** What a rule has to say: `code` is the rule's id, `source` what it rests on. */
export type Finding = Problem;

/**
 * What is looked at. Each part that is there is looked at by the rules of its scope: the inputs by those of the campaign,
 * the standings by those of the data, and so on.
 */
export type LintSubject = LookedAt & {
  standings?: Standings["of"];
  precision?: Readonly<Record<string, Precision>>; // by indicator
  unmade?: readonly Unmade[]; // reports whose pages could not be made
};

export type LintOptions = {
  places?: PlaceOfSpot; // where things stand in their files
  profiles?: readonly Profile[]; // in place of the campaign's
  waivers?: readonly Waiver[]; // besides the campaign's
  rules?: readonly Rule[];
};

export type LintVerdict = { findings: readonly Finding[]; waived: readonly Waived[] };

export type Waived = { finding: Finding; waiver: Waiver };

/** Holds a campaign, its numbers and its reports to the rules of its profiles. Pure. */
export function lint(subject: LintSubject, options: LintOptions = {}): LintVerdict {
  const asked = rulesAsked(subject, options);
  return verdictOf(asked, lookAtReports(asked, subject), { subject, options });
}

/** The same for reports that come by one after another. Their recipients must be named beforehand. */
export function openLint(
  subject: Omit<LintSubject, "reports">,
  options: LintOptions = {},
): { see: ReportsLook["see"]; verdict: () => LintVerdict } {
  const asked = rulesAsked(subject, options);
  const { see, seen } = openLook(asked, subject);
  return { see, verdict: () => verdictOf(asked, seen(), { subject, options }) };
}

function rulesAsked({ inputs: { campaign } }: LintSubject, { rules = allRules, profiles: own }: LintOptions): Rule[] {
  const profiles = new Set<Profile>([...(own ?? campaign.lint.profile), "integrity"]);
  return rules.filter((rule) => rule.profiles.some((profile) => profiles.has(profile)));
}

function verdictOf(
  asked: readonly Rule[],
  seen: SeenInReports,
  { subject, options }: { subject: LintSubject; options: LintOptions },
): LintVerdict {
  const { campaign } = subject.inputs;
  const { places = () => undefined, rules = allRules } = options;
  const told = asked.flatMap((rule) => [...lookAtWhole(rule, subject), ...(seen.told.get(rule) ?? [])]);
  const waivers = [...campaign.lint.waive, ...(options.waivers ?? [])];
  const judged = told.map((each) => ({ ...each, waiver: waivers.find((waiver) => covers(waiver, each)) }));
  const used = new Set(judged.flatMap(({ waiver }) => waiver ?? []));
  const unused = waivers.flatMap((waiver, i) =>
    used.has(waiver) ? [] : idleWaiver(waiver, i, { asked, rules, subject, seen }),
  );
  return {
    findings: [
      ...unmadeOf(subject, seen, places),
      ...[...judged.filter(({ waiver }) => !waiver), ...unused].map((each) => toFinding(each, places)),
    ],
    waived: judged.flatMap((each) => (each.waiver ? [{ finding: toFinding(each, places), waiver: each.waiver }] : [])),
  };
}

function unmadeOf({ inputs, unmade = [] }: LintSubject, seen: SeenInReports, places: PlaceOfSpot): Finding[] {
  const all = [...seen.unmade, ...unmade];
  const codes = new Set([...all.map(({ code }) => code), ...seen.codes]);
  return unmadeFindings(all, { campaign: inputs.campaign, of: codes.size, places });
}

/** What a rule sees in the campaign and in the numbers of all. */
function lookAtWhole(rule: Rule, { inputs, cycle, standings }: LintSubject): ToldFinding[] {
  const { campaign, data } = rule.checks;
  const seen = [
    ...(campaign?.(inputs) ?? []),
    ...(data && cycle && standings ? data({ ...inputs, cycle, standings }) : []),
  ];
  return seen.map((each) => ({
    rule,
    seen: each,
    message: each.example ? `${each.what}: ${each.example}` : each.what,
  }));
}

function covers({ rule: id, of }: Waiver, { rule, seen }: ToldFinding): boolean {
  return (
    rule.id === id && rule.id !== waiverRule && (of === undefined || (seen.at !== undefined && of.includes(seen.at.id)))
  );
}

const waiverRule = "X05";

type Waiving = { asked: readonly Rule[]; rules: readonly Rule[]; subject: LintSubject; seen: SeenInReports };

/** A waiver of a rule that does not exist, or of one that was asked everything and found nothing. */
function idleWaiver(waiver: Waiver, index: number, { asked, rules, subject, seen }: Waiving): ToldFinding[] {
  const about = rules.find(({ id }) => id === waiverRule);
  if (!about) return [];
  const at: Spot = { kind: "campaign", id: subject.inputs.campaign.campaign, path: ["lint", "waive", index] };
  const tell = (what: string, hint: string, severity: Severity): ToldFinding[] => [
    { rule: about, seen: { what, hint, at, severity }, message: what },
  ];
  const rule = rules.find(({ id }) => id === waiver.rule);
  if (!rule) return tell(`a waiver of an unknown rule, "${waiver.rule}"`, "docs/rules.md lists every rule", "error");
  if (!asked.includes(rule)) return [];
  const scopes = Object.keys(rule.checks) as Scope[];
  if (!scopes.every((scope) => wasLookedAt(scope, subject, seen))) return [];
  return tell(`a waiver of ${waiver.rule} that nothing needs`, "take it out", "warning");
}

function wasLookedAt(scope: Scope, { standings, earlier, rendered }: LintSubject, seen: SeenInReports): boolean {
  const there: Record<Scope, boolean> = {
    campaign: true,
    data: standings !== undefined,
    report: seen.codes.length > 0,
    series: earlier !== undefined && earlier.length > 0,
    rendered: rendered !== undefined && rendered.size > 0,
  };
  return there[scope];
}

function toFinding({ rule, seen, message, recipients }: ToldFinding, places: PlaceOfSpot): Finding {
  const place = seen.at && places(seen.at);
  return {
    code: rule.id,
    severity: seen.severity ?? rule.severity,
    message: place || !seen.at || seen.at.kind === "campaign" ? message : `${seen.at.kind} "${seen.at.id}": ${message}`,
    hint: seen.hint,
    source: rule.rests.map(citationText).join("; "),
    ...(recipients ? { recipients } : {}),
    ...(place ? { place } : {}),
  };
}
