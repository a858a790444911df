import type { Cycle, Profile, Waiver } from "../input/campaign/campaign.ts";
import type { Inputs } from "../input/load.ts";
import type { Standings } from "../measure/standing.ts";
import type { Problem, Severity } from "../problem.ts";
import { isLetterReport } from "../report/letter.ts";
import type { Precision } from "../report/precision.ts";
import type { Report } from "../report/report.ts";
import type { Unmade } from "../report/subjects.ts";
import type { Places } from "./places.ts";
import type { Rendered, Rule, Scope, Seen, Spot } from "./rule.ts";
import { rules as allRules } from "./rules.ts";
import { citationText } from "./sources.ts";
import { unmadeFindings } from "./unmade.ts";

/** What a rule has to say: `code` is the rule's id, `source` what it rests on. */
export type Finding = Problem;

/**
 * What is looked at. Each part that is there is looked at by the rules of its scope: the inputs by those of the campaign,
 * the standings by those of the data, and so on.
 */
export type LintSubject = {
  inputs: Pick<Inputs, "campaign" | "indicators" | "blocks" | "actions" | "techniques">;
  cycle?: Cycle;
  standings?: Standings["of"];
  precision?: Readonly<Record<string, Precision>>; // by indicator
  reports?: readonly Report[]; // of the cycle
  unmade?: readonly Unmade[]; // reports of the cycle that could not be made
  earlier?: readonly (readonly Report[])[]; // of the cycles before, the oldest first
  rendered?: ReadonlyMap<string, Rendered>; // by recipient's code; some are enough
};

export type LintOptions = {
  places?: Places; // where things stand in their files
  profiles?: readonly Profile[]; // in place of the campaign's
  waivers?: readonly Waiver[]; // besides the campaign's
  rules?: readonly Rule[];
};

export type Verdict = { findings: readonly Finding[]; waived: readonly Waived[] };

export type Waived = { finding: Finding; waiver: Waiver };

/** Holds a campaign, its numbers and its reports to the rules of its profiles. Pure. */
export function lint(subject: LintSubject, options: LintOptions = {}): Verdict {
  const { campaign } = subject.inputs;
  const { places = () => undefined, rules = allRules } = options;
  const profiles = new Set<Profile>([...(options.profiles ?? campaign.lint.profile), "integrity"]);
  const asked = rules.filter((rule) => rule.profiles.some((profile) => profiles.has(profile)));
  const told = asked.flatMap((rule) => apply(rule, subject));
  const waivers = [...campaign.lint.waive, ...(options.waivers ?? [])];
  const judged = told.map((each) => ({ ...each, waiver: waivers.find((waiver) => covers(waiver, each)) }));
  const used = new Set(judged.flatMap(({ waiver }) => waiver ?? []));
  const unused = waivers.flatMap((waiver, i) =>
    used.has(waiver) ? [] : idleWaiver(waiver, i, { asked, rules, subject }),
  );
  return {
    findings: [
      ...unmadeOf(subject, places),
      ...[...judged.filter(({ waiver }) => !waiver), ...unused].map((each) => toFinding(each, places)),
    ],
    waived: judged.flatMap((each) => (each.waiver ? [{ finding: toFinding(each, places), waiver: each.waiver }] : [])),
  };
}

function unmadeOf({ inputs, unmade = [], reports = [] }: LintSubject, places: Places): Finding[] {
  const codes = new Set([...unmade, ...reports.map(({ recipient }) => recipient)].map(({ code }) => code));
  return unmadeFindings(unmade, { campaign: inputs.campaign, of: codes.size, places });
}

/** One thing a rule has to tell, said once for all reports that show it. */
type ToldFinding = { rule: Rule; seen: Seen; message: string };

function apply(rule: Rule, subject: LintSubject): ToldFinding[] {
  const { inputs, cycle, standings, earlier = [], rendered } = subject;
  const reports = (subject.reports ?? []).filter((report) => !rule.figures || !isLetterReport(report));
  const { campaign, data, report, series, rendered: page } = rule.checks;
  const tell = (seen: Seen): ToldFinding => ({
    rule,
    seen,
    message: seen.example ? `${seen.what}: ${seen.example}` : seen.what,
  });
  const told: ToldFinding[] = [];
  if (campaign) told.push(...campaign(inputs).map(tell));
  if (data && cycle && standings) told.push(...data({ ...inputs, cycle, standings }).map(tell));
  if ((report || page) && cycle) {
    const recipients = reports.map(({ recipient: { code, name } }) => ({ code, name }));
    const of = (each: Report) => ({ ...inputs, cycle, report: each, recipients });
    if (report) told.push(...gather(rule, reports, (each) => report(of(each)), "report"));
    const made = reports.flatMap((each) => {
      const files = rendered?.get(each.recipient.code);
      return files ? [{ report: each, recipient: each.recipient, files }] : [];
    });
    if (page)
      told.push(...gather(rule, made, (each) => page({ ...of(each.report), rendered: each.files }), "made report"));
  }
  if (series && earlier.length > 0) {
    const cycles = earlier.map((each) => new Map(each.map((report) => [report.recipient.code, report])));
    const before = ({ recipient: { code } }: Report) => cycles.flatMap((reports) => reports.get(code) ?? []);
    const look = (each: Report) => series({ ...inputs, reports: [...before(each), each] });
    told.push(...gather(rule, reports, look, "report"));
  }
  return told;
}

type OfRecipient = { recipient: { code: string } };

/** "the headline has more than 25 words in 14 of 276 reports, e.g. Z10002: 27 words" */
function gather<T extends OfRecipient>(
  rule: Rule,
  all: readonly T[],
  look: (each: T) => readonly Seen[],
  noun: string,
): ToldFinding[] {
  const groups = new Map<string, { seen: Seen; codes: Set<string> }>();
  for (const each of all) {
    for (const seen of look(each)) {
      const key = JSON.stringify([seen.what, seen.hint, seen.at, seen.severity]);
      const group = groups.get(key) ?? { seen, codes: new Set() };
      group.codes.add(each.recipient.code);
      groups.set(key, group);
    }
  }
  return [...groups.values()].map(({ seen, codes }) => {
    const [first = ""] = codes;
    const example = seen.example ? `${first}: ${seen.example}` : first;
    if (all.length === 1) return { rule, seen, message: seen.example ? `${seen.what}: ${seen.example}` : seen.what };
    const of = `${codes.size} of ${all.length} ${noun}${all.length === 1 ? "" : "s"}`;
    return { rule, seen, message: `${seen.what} in ${of}, e.g. ${example}` };
  });
}

function covers({ rule: id, of }: Waiver, { rule, seen }: ToldFinding): boolean {
  return (
    rule.id === id && rule.id !== waiverRule && (of === undefined || (seen.at !== undefined && of.includes(seen.at.id)))
  );
}

const waiverRule = "X05";

type Waiving = { asked: readonly Rule[]; rules: readonly Rule[]; subject: LintSubject };

/** A waiver of a rule that does not exist, or of one that was asked everything and found nothing. */
function idleWaiver(waiver: Waiver, index: number, { asked, rules, subject }: Waiving): ToldFinding[] {
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
  if (!scopes.every((scope) => wasLookedAt(scope, subject))) return [];
  return tell(`a waiver of ${waiver.rule} that nothing needs`, "take it out", "warning");
}

function wasLookedAt(scope: Scope, { standings, reports, earlier, rendered }: LintSubject): boolean {
  const there: Record<Scope, boolean> = {
    campaign: true,
    data: standings !== undefined,
    report: reports !== undefined && reports.length > 0,
    series: earlier !== undefined && earlier.length > 0,
    rendered: rendered !== undefined && rendered.size > 0,
  };
  return there[scope];
}

function toFinding({ rule, seen, message }: ToldFinding, places: Places): Finding {
  const place = seen.at && places(seen.at);
  return {
    code: rule.id,
    severity: seen.severity ?? rule.severity,
    message: place || !seen.at || seen.at.kind === "campaign" ? message : `${seen.at.kind} "${seen.at.id}": ${message}`,
    hint: seen.hint,
    source: rule.rests.map(citationText).join("; "),
    ...(place ? { place } : {}),
  };
}
