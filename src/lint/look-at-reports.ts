import type { Cycle } from "../input/campaign/campaign.ts";
import type { Told } from "../input/history.ts";
import { isLetterReport } from "../report/letter.ts";
import type { Report } from "../report/report.ts";
import type { Rendered, Rule, Seen } from "./rule.ts";
import type { CampaignSubject } from "./subject.ts";

/** What a recipient was told in a cycle before, found out when a rule asks for it; undefined where nothing was. */
export type Earlier = (code: string) => Told | undefined;

/** Reports, and what they were made of. */
export type LookedAt = {
  inputs: CampaignSubject;
  cycle?: Cycle;
  reports?: readonly Report[]; // of the cycle
  earlier?: readonly Earlier[]; // cycles before, the latest first
  rendered?: ReadonlyMap<string, Rendered>; // by recipient's code; some are enough
};

/** One thing a rule has to tell, said once for all reports that show it. */
export type ToldFinding = { rule: Rule; seen: Seen; message: string; recipients?: readonly string[] };

/**
 * What each rule sees in the reports. All rules look at one report before the next is looked at, so that what several ask of it
 * (its words, those of the cycles before) is found once, and need not be kept.
 */
export function lookAtReports(rules: readonly Rule[], subject: LookedAt): ReadonlyMap<Rule, readonly ToldFinding[]> {
  const { inputs, cycle, reports = [], earlier = [], rendered } = subject;
  const letters = new Set(reports.filter(isLetterReport));
  const allOf = among(reports, rendered);
  const figuresOf = among(
    reports.filter((report) => !letters.has(report)),
    rendered,
  );
  const looking = rules.map((rule) => ({
    rule,
    among: rule.figures ? figuresOf : allOf,
    found: { report: gathering(), rendered: gathering(), series: gathering() },
  }));
  for (const report of reports) {
    const { code } = report.recipient;
    const files = rendered?.get(code);
    const before = latest(code, earlier);
    for (const { rule, among, found } of looking) {
      if (rule.figures && letters.has(report)) continue;
      const { report: check, rendered: checkPage, series } = rule.checks;
      const of = cycle && { ...inputs, cycle, report, recipients: among.recipients };
      if (check && of) found.report.add(code, check(of));
      if (checkPage && of && files) found.rendered.add(code, checkPage({ ...of, rendered: files }));
      if (series && earlier.length > 0) found.series.add(code, series({ ...inputs, report, before }));
    }
  }
  return new Map(
    looking.map(({ rule, among: { recipients, made }, found: { report, rendered, series } }) => [
      rule,
      [
        ...report.told(rule, { count: recipients.length, noun: "report" }),
        ...rendered.told(rule, { count: made, noun: "made report" }),
        ...series.told(rule, { count: recipients.length, noun: "report" }),
      ],
    ]),
  );
}

/** Whose reports are looked at, and how many of them have been made. */
function among(reports: readonly Report[], rendered: LookedAt["rendered"]) {
  const recipients = reports.map(({ recipient: { code, name } }) => ({ code, name }));
  return { recipients, made: recipients.filter(({ code }) => rendered?.has(code)).length };
}

/** What a recipient was told before this report, the latest first; each is found out when it is asked for, once. */
function latest(code: string, earlier: readonly Earlier[]): Iterable<Told> {
  const known: (Told | undefined)[] = [];
  return {
    *[Symbol.iterator]() {
      for (const [i, of] of earlier.entries()) {
        if (i >= known.length) known.push(of(code));
        const told = known[i];
        if (told) yield told;
      }
    },
  };
}

type Among = { count: number; noun: string };

/** What a rule has seen in reports, told once for all that show the same. */
type Gathering = {
  add: (code: string, seen: readonly Seen[]) => void;
  told: (rule: Rule, among: Among) => ToldFinding[];
};

/** "the headline has more than 25 words in 14 of 276 reports, e.g. Z10002: 27 words" */
function gathering(): Gathering {
  const groups = new Map<string, { seen: Seen; codes: Set<string> }>();
  return {
    add(code, all) {
      for (const seen of all) {
        const key = JSON.stringify([seen.what, seen.hint, seen.at, seen.severity]);
        const group = groups.get(key) ?? { seen, codes: new Set() };
        group.codes.add(code);
        groups.set(key, group);
      }
    },
    told: (rule, { count, noun }) =>
      [...groups.values()].map(({ seen, codes }) => {
        const [first = ""] = codes;
        const example = seen.example ? `${first}: ${seen.example}` : first;
        if (count === 1) return { rule, seen, message: seen.example ? `${seen.what}: ${seen.example}` : seen.what };
        const message = `${seen.what} in ${codes.size} of ${count} ${noun}s, e.g. ${example}`;
        return { rule, seen, message, recipients: [...codes] };
      }),
  };
}
