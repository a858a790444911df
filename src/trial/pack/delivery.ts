import { acceptSchema, deliveryChecks } from "../../input/campaign/accept.ts";
import type { Channel } from "../../input/campaign/campaign.ts";
import { slotName } from "../../input/campaign/slots.ts";
import { byTechnique } from "../../input/files/fields.ts";
import { rememberedBy } from "../../remembered.ts";
import type { FollowedRecord } from "../../report/delivery.ts";
import { isSilent } from "../../report/plan.ts";
import type { ShownReport } from "../shown.ts";
import { coursesOf, isRecorded } from "./course.ts";
import type { PackEdition } from "./edition.ts";
import { isHandedOver, isMade, type TrialEnd } from "./ends.ts";
import { type Facts, recipientsOf } from "./facts.ts";
import { artefactOf, wordCount } from "./fate.ts";
import { fidelityRow } from "./fidelity-row.ts";
import { eligible, type Flow, sumsOf } from "./flow.ts";
import { areCollected } from "./plans.ts";
import { bullets, markdownTable, percent, rounded, roundedMean, type WrittenCell } from "./written.ts";

/** Instances of blocks and actions that design and data call for in an arm's reports, and how many were rendered. */
export function calledFor(facts: Facts, arm: string): BlockCalled {
  return calledIn([facts.found.expected, facts.reports], arm, () => countCalled(facts, arm));
}

type BlockCalled = { called: number; rendered: number };

const calledIn = rememberedBy<BlockCalled>(); // several tables ask, in each edition

function countCalled({ found: { expected }, reports, planned }: Facts, arm: string): BlockCalled {
  let [called, rendered] = [0, 0];
  for (const [code, report] of expected) {
    const assignment = planned.assignments?.of.get(code);
    if ((assignment?.sent ?? assignment?.arm) !== arm) continue;
    const there = new Set(shownIn(reports.get(code)));
    const wanted = shownIn(report);
    called += wanted.length;
    rendered += wanted.filter((each) => there.has(each)).length;
  }
  return { called, rendered };
}

function shownIn(report: ShownReport | undefined): string[] {
  return (report?.choices ?? []).map((choice) => `${slotName(choice)} ${choice.chosen} ${choice.version}`);
}

/** Blocks and actions that an arm's design names, and in how many of its reports each was shown. */
export type ContentShown = { id: string; shown: number; of: number };

export function contentOf(facts: Facts, arm: string): readonly ContentShown[] {
  return contentIn([facts.designs, facts.reports], arm, () => countContent(facts, arm));
}

const contentIn = rememberedBy<readonly ContentShown[]>(); // as above

function countContent({ designs, study, planned, reports }: Facts, arm: string): ContentShown[] {
  const { topic, design } = designs.get(arm)!;
  if (isSilent(design)) return [];
  const inputs = study.topics.get(topic)!;
  const named = idsIn(design.sections).filter((id) => inputs.blocks.has(id) || inputs.actions.has(id));
  const own = [...reports].filter(([code]) => {
    const assignment = planned.assignments?.of.get(code);
    return (assignment?.sent ?? assignment?.arm) === arm;
  });
  const shown = new Map<string, number>();
  for (const [, { choices }] of own)
    for (const id of new Set(choices.map(({ chosen }) => chosen))) shown.set(id, (shown.get(id) ?? 0) + 1);
  return [...new Set(named)].map((id) => ({ id, shown: shown.get(id) ?? 0, of: own.length }));
}

function idsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => (key === "when" ? [] : idsIn(each)));
}

/** What one recipient of an arm got, on average, and how often so far. A report by one channel of one cycle counts once. */
export type Dose = {
  arm: string;
  planned: number; // channels in this cycle, by design
  plannedSoFar: number; // the same of the cycles so far
  madeSoFar: number; // reports made, a recipient that was allocated
  handedOverSoFar: number | null; // of these on record as handed over; null where nothing is recorded
  pages: number | null; // mean, print
  words: Readonly<Partial<Record<Channel, number | null>>>; // mean
};

export function doseOf(facts: Facts, arm: string): Dose {
  const { design } = facts.designs.get(arm)!;
  const sends = (id: string) => design.cycles.some((cycle) => cycle.id === id);
  const made = recipientsOf(facts, arm).flatMap((code) => {
    const entries = facts.runs.at(-1)!.entries.get(code) ?? [];
    return entries.some((entry) => "path" in entry) ? [entries] : [];
  });
  const known = (values: readonly (number | null | undefined)[]) => values.filter((value) => typeof value === "number");
  const recipients = new Set(recipientsOf(facts, arm));
  const courses = facts.runs
    .flatMap((run) => coursesOf(facts, run))
    .filter((course) => course.arm === arm && recipients.has(course.code)); // of those who are in it now
  const runs = facts.runs.filter(({ trial }) => [...recipients].some((code) => trial.assignments[code]?.arm === arm));
  const isKnown = courses.some(({ cycle, channel }) => isRecorded(facts, cycle, channel));
  const each = (count: number) => rounded(count / Math.max(1, recipients.size), 2);
  return {
    arm,
    planned: sends(facts.cycle.id) ? design.channels.length : 0,
    plannedSoFar: runs.filter(({ cycle }) => sends(cycle.id)).length * design.channels.length,
    madeSoFar: each(courses.filter(isMade).length),
    handedOverSoFar: isKnown ? each(courses.filter(isHandedOver).length) : null,
    pages: roundedMean(known(made.map((entries) => artefactOf(entries, "print")?.pages))),
    words: Object.fromEntries(
      (isSilent(design) ? [] : design.channels).map((channel) => [
        channel,
        roundedMean(known(made.map((entries) => wordCount(entries, channel)))),
      ]),
    ),
  };
}

export function doseRows(dose: Dose, { arm }: PackEdition) {
  const row = (item: string, value: WrittenCell) => fidelityRow({ part: "dose", arm: arm(dose.arm), item, value });
  return [
    row("reports planned in this cycle by design", dose.planned),
    row("reports planned so far by design", dose.plannedSoFar),
    row("reports made so far, a recipient", dose.madeSoFar),
    row("reports handed over so far, a recipient", dose.handedOverSoFar),
    row("pages a printed report, mean", dose.pages),
    ...Object.entries(dose.words).map(([channel, count]) => row(`words by ${channel}, mean`, count)),
  ];
}

export function doseTable(facts: Facts, { arm }: PackEdition): string {
  const doses = facts.arms.map((code) => doseOf(facts, code));
  const channels = [...new Set(doses.flatMap(({ words }) => Object.keys(words) as Channel[]))].sort();
  return markdownTable(
    [
      "arm",
      "planned in this cycle",
      "planned so far",
      "made so far",
      "handed over so far",
      "pages",
      ...channels.map((channel) => `words by ${channel}`),
    ],
    doses.map((dose) => [
      arm(dose.arm),
      dose.planned,
      dose.plannedSoFar,
      dose.madeSoFar,
      dose.handedOverSoFar ?? "not recorded",
      dose.pages,
      ...channels.map((channel) => dose.words[channel] ?? null),
    ]),
  );
}

export function contentRows(facts: Facts, code: string, { arm }: PackEdition) {
  const { called, rendered } = calledFor(facts, code);
  const whole = fidelityRow({
    part: "content",
    arm: arm(code),
    item: "rendered of those called for",
    value: called === 0 ? null : rounded(rendered / called, 4),
    numerator: rendered,
    denominator: called,
  });
  const each = contentOf(facts, code).map(({ id, shown, of }) =>
    fidelityRow({
      part: "content",
      arm: arm(code),
      item: id,
      value: of === 0 ? null : rounded(shown / of, 4),
      numerator: shown,
      denominator: of,
      note: shown === 0 ? "not triggered" : null,
    }),
  );
  return [whole, ...each];
}

export function contentTable(facts: Facts, { arm }: PackEdition): string {
  return markdownTable(
    [
      "arm",
      "reports",
      "rendered of those called for",
      "blocks and actions triggered",
      "techniques triggered",
      "not triggered",
    ],
    facts.arms.map((code) => {
      const content = contentOf(facts, code);
      const { called, rendered } = calledFor(facts, code);
      const inputs = facts.study.topics.get(facts.designs.get(code)!.topic)!;
      const bctOf = (id: string) => inputs.blocks.get(id)?.bct ?? inputs.actions.get(id)?.bct ?? [];
      const planned = new Set(content.flatMap(({ id }) => bctOf(id)));
      const shown = content.filter((each) => each.shown > 0);
      const carried = new Set(shown.flatMap(({ id }) => bctOf(id)));
      const share = (count: number, of: number) => (of === 0 ? "–" : `${count} of ${of} (${percent(count / of)})`);
      const idle = [...planned].filter((bct) => !carried.has(bct)).toSorted(byTechnique);
      return [
        arm(code),
        content[0]?.of ?? 0,
        share(rendered, called),
        share(shown.length, content.length),
        share(carried.size, planned.size),
        `${content.length - shown.length} blocks${idle.length > 0 ? `; techniques ${idle.join(", ")}` : ""}`,
      ];
    }),
  );
}

/** Recipients of each arm in this cycle, down to what was made for them. */
export function recipientsTable(flows: readonly Flow[], { arm }: PackEdition): string {
  return markdownTable(
    ["arm", "allocated", "eligible", "planned", "made", "made in part", "failed", "not made", "headline withheld"],
    flows.map((flow) => [
      arm(flow.arm),
      flow.allocated,
      eligible(flow),
      flow.fates.planned,
      flow.makings.made,
      flow.makings["made-in-part"],
      flow.makings.failed,
      flow.makings["not-made"],
      flow.withheld,
    ]),
  );
}

/** Reports of each arm in this cycle by channel, to the last that is on record of them. */
export function dispatchTable(flows: readonly Flow[], { arm }: PackEdition): string {
  return markdownTable(
    [
      "arm",
      "by",
      "planned",
      "made",
      "left out",
      "refused",
      "not known",
      "handed over",
      "delivered",
      "opened",
      "bounced",
      "returned",
    ],
    flows.flatMap((flow) =>
      flow.channels.map((own) => {
        const { planned, made, handedOver, delivered } = sumsOf(own);
        const after = (end: TrialEnd) => (own.isRecorded ? own.ends[end] : null);
        return [
          arm(flow.arm),
          own.channel,
          planned,
          made,
          after("left-out"),
          after("refused"),
          after("unknown"),
          handedOver ?? "not recorded",
          delivered,
          after("opened"),
          after("bounced"),
          after("returned"),
        ];
      }),
    ),
  );
}

/** Why a report was not planned, not made, left out, refused or came back, with how many of each arm by each channel. */
export function reasonsText(facts: Facts, { arm }: PackEdition): string | undefined {
  const courses = coursesOf(facts, facts.runs.at(-1)!);
  const lines = facts.arms.flatMap((code) => {
    const told = courses.filter((course) => course.arm === code && course.why !== null);
    const reasons = Map.groupBy(
      told,
      ({ end, channel, why }) => `by ${channel}, ${names[end] ?? end}: ${kindOfReason(why!)}`,
    );
    return [...reasons]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([reason, all]) => `${arm(code)}: ${all.length} ${reason}`);
  });
  return lines.length > 0 ? `Why not:\n\n${bullets(lines)}` : undefined;
}

const names: Readonly<Partial<Record<TrialEnd, string>>> = {
  "not-planned": "not planned",
  "not-made": "not made",
  "left-out": "left out on purpose",
  "handed-over": "handed over",
  unknown: "not known whether it left",
};

/** "opted out on 4 May 2026" → "opted out"; a failure or a count differs from one recipient to the next. */
function kindOfReason(why: string): string {
  return why.replace(/( on \d.*| since \d.*|: .*| into .*|;.*)$/s, "");
}

/** What the data of this run lacked and was let through, by whom; and limits of the campaigns that are not the usual ones. */
export function letThroughText({ run, study }: Facts, { say }: PackEdition): string {
  const { letThrough = [], followed = {} } = run.delivery ?? {};
  const limits = [...study.topics].flatMap(([topic, { campaign }]) =>
    deliveryChecks
      .filter((check) => campaign.accept[check] !== usualLimits[check])
      .map((check) => `${topic}: \`${check}\` up to ${campaign.accept[check]}, in place of ${usualLimits[check]}`),
  );
  const joined = Object.entries(followed).map(
    ([code, { into, since, as }]) => `${code} is counted with ${into}, which ${joins[as]} from ${since} on`,
  );
  return [
    letThrough.length > 0
      ? bullets(letThrough.map(say))
      : "Nothing that the data lack, and no row that was left out, is on record.",
    ...(limits.length > 0 ? [`Limits that the campaign sets itself:\n\n${bullets(limits.map(say))}`] : []),
    ...(joined.length > 0 ? [`Followed to who goes on for them:\n\n${bullets(joined.map(say))}`] : []),
  ].join("\n\n");
}

const usualLimits = acceptSchema.parse({});

const joins: Readonly<Record<FollowedRecord[string]["as"], string>> = {
  recoded: "is its new code",
  merged: "it merged into",
};

export function openedText(facts: Facts): string {
  const courses = coursesOf(facts, facts.runs.at(-1)!);
  const opened = new Set(courses.filter(({ days }) => days.opened !== null).map(({ code }) => code));
  const told =
    facts.returns && opened.size > 0
      ? `${opened.size} recipients are reported to have opened theirs; mail programs open, and block, messages by themselves, so this is a weak sign.`
      : "That anybody has opened theirs is not on record.";
  const plans = areCollected(facts)
    ? "Plans that came back are counted as `feedback commitments import` had taken them in when this run was made, by arm as allocated, with what their steps came to in their latest row; whoever returned none may have made one."
    : "Plans made are not known: `data.yaml` names no file of returned plans.";
  return `${told} ${plans} Searches run and actions taken otherwise are not known to the engine: they come from the trial's own forms and logs.`;
}
