import type { Cycle } from "../input/campaign/campaign.ts";
import type { Told } from "../input/history.ts";
import { isLetterReport } from "../report/letter.ts";
import type { Report } from "../report/report.ts";
import { isMade, type Unmade } from "../report/subjects.ts";
import type { RenderedForRule, Rule, Seen } from "./rule.ts";
import type { CampaignSubject, NamedRecipient } from "./subject.ts";

/** What a recipient was told in a cycle before, found out when a rule asks for it; undefined where nothing was. */
export type ToldEarlier = (code: string) => Told | undefined;

/** Reports, and what they were made of. A report that cannot be made is there as the reason. */
export type LookedAt = {
  inputs: CampaignSubject;
  cycle?: Cycle;
  reports?: Iterable<Report | Unmade>; // of the cycle; read once, so they may be composed as they are asked for
  named?: readonly NamedRecipient[]; // all recipients of the cycle, where the reports are not there beforehand
  earlier?: readonly ToldEarlier[]; // cycles before, the latest first
  rendered?: ReadonlyMap<string, RenderedForRule>; // by recipient's code; some are enough
};

/** One thing a rule has to tell, said once for all reports that show it. */
export type ToldFinding = { rule: Rule; seen: Seen; message: string; recipients?: readonly string[] };

/** What was seen in all reports: by each rule, whose reports were looked at, and which could not be made. */
export type SeenInReports = {
  told: ReadonlyMap<Rule, readonly ToldFinding[]>;
  codes: readonly string[];
  unmade: readonly Unmade[];
};

/** What each rule sees in the reports. */
export function lookAtReports(rules: readonly Rule[], subject: LookedAt): SeenInReports {
  const { reports, recipients } = withNames(subject);
  const look = openLook(rules, { ...subject, named: recipients });
  for (const report of reports) look.see(report);
  return look.seen();
}

/** A look at reports that come by one after another, for a caller who has others to show them to as well. */
export type ReportsLook = { see: (report: Report | Unmade) => void; seen: () => SeenInReports };

/**
 * All rules look at one report before the next comes, so that what several ask of it (its words, those of the cycles before) is
 * found once, and neither that nor the report need be kept.
 */
export function openLook(
  rules: readonly Rule[],
  { inputs, cycle, earlier = [], rendered, named: recipients = [] }: Omit<LookedAt, "reports">,
): ReportsLook {
  const looking = rules.map((rule) => ({
    rule,
    found: { report: gathering(), rendered: gathering(), series: gathering() },
  }));
  const all = { count: 0, made: 0 };
  const withFigures = { count: 0, made: 0 };
  const codes: string[] = [];
  const unmade: Unmade[] = [];
  return { see, seen };

  function see(report: Report | Unmade): void {
    if (!isMade(report)) {
      unmade.push(report);
      return;
    }
    const { code } = report.recipient;
    const files = rendered?.get(code);
    const isLetter = isLetterReport(report);
    codes.push(code);
    for (const each of isLetter ? [all] : [all, withFigures]) {
      each.count++;
      if (files) each.made++;
    }
    const before = latest(code, earlier);
    const own = underItsHeadline(inputs, report);
    const of = cycle && { ...own, cycle, report, recipients };
    const made = of && files && { ...of, rendered: files };
    const inSeries = { ...own, report, before };
    for (const { rule, found } of looking) {
      if (rule.figures && isLetter) continue;
      const { report: check, rendered: checkPage, series } = rule.checks;
      if (check && of) found.report.add(code, check(of));
      if (checkPage && made) found.rendered.add(code, checkPage(made));
      if (series && earlier.length > 0) found.series.add(code, series(inSeries));
    }
  }

  function seen(): SeenInReports {
    const told = looking.map(({ rule, found: { report, rendered, series } }) => {
      const { count, made } = rule.figures ? withFigures : all;
      return [
        rule,
        [
          ...report.told(rule, { count, noun: "report" }),
          ...rendered.told(rule, { count: made, noun: "made report" }),
          ...series.told(rule, { count, noun: "report" }),
        ],
      ] as const;
    });
    return { told: new Map(told), codes, unmade };
  }
}

/** The campaign as one report is made of it, where the headline takes turns: with the headline of this one, and the words under that. */
function underItsHeadline(inputs: CampaignSubject, { choices }: Report): CampaignSubject {
  if (!inputs.campaign["headline-turns"]) return inputs;
  const { indicator: headline = inputs.campaign.headline } = choices.find(({ kind }) => kind === "headline") ?? {};
  const { blocks } = inputs.headlines?.get(headline) ?? inputs;
  return { ...inputs, blocks, campaign: { ...inputs.campaign, headline } };
}

/** Reports with the names of all recipients of the cycle: of reports that are there beforehand, those of the reports. */
function withNames({ reports = [], named }: LookedAt) {
  if (named) return { reports, recipients: named };
  const list = [...reports];
  const recipients = list.flatMap((each) =>
    isMade(each) ? [{ code: each.recipient.code, name: each.recipient.name }] : [],
  );
  return { reports: list, recipients };
}

/** What a recipient was told before this report, the latest first; each is found out when it is asked for, once. */
function latest(code: string, earlier: readonly ToldEarlier[]): Iterable<Told> {
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
