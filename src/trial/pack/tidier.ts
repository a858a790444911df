import { dayName } from "../../month.ts";
import { droppedBy } from "../../report/assign.ts";
import { type Design, isSilent } from "../../report/plan.ts";
import { contentOf, doseOf } from "./delivery.ts";
import { levelsText, type PackEdition } from "./edition.ts";
import { ruleText } from "./eligibility.ts";
import type { Facts } from "./facts.ts";
import { eligible, type Flow, flowsOf, sumsOf } from "./flow.ts";
import { changesOfTrial } from "./frozen.ts";
import { changesBetween } from "./modifications.ts";
import { sequencesText } from "./sequences.ts";
import { bullets, ended, markdown, markdownTable } from "./written.ts";

/** The intervention by arm, in the twelve items of TIDieR (Hoffmann 2014, BMJ 348:g1687), and arms side by side. */
export function tidierText(facts: Facts, edition: PackEdition): string {
  const { trial, cycle, arms } = facts;
  const { title, registration } = trial.file;
  return markdown(
    "# Description of the intervention (TIDieR)",
    `${ended(edition.say(title))} Cycle ${cycle.id}, issued ${cycle.issued}.${registration ? ` Registration: ${registration}.` : ""}`,
    edition.masked
      ? "Masked edition: arms, factors and levels go by codes. What an arm is sent may still tell which it is."
      : undefined,
    "## Side by side",
    sideBySide(facts, edition),
    sequencesText(facts, edition),
    ...arms.flatMap((arm) => [`## Arm ${edition.arm(arm)}`, ...itemsOf(facts, edition, arm)]),
  );
}

function sideBySide(facts: Facts, edition: PackEdition): string {
  const { arms } = facts;
  const row = (name: string, of: (arm: string) => string) => [name, ...arms.map(of)];
  return markdownTable(
    ["item", ...arms.map(edition.arm)],
    [
      row("1 Name", (arm) => nameOf(facts, edition, arm)),
      row("3 Materials", (arm) =>
        isSilent(designOf(facts, arm))
          ? "none"
          : `${sectionNames(facts, arm).length} sections, ${contentOf(facts, arm).length} blocks and actions to choose from`,
      ),
      row("4 Outside the report", (arm) =>
        supportOf(facts, edition, arm).length === 0
          ? "nothing"
          : supportOf(facts, edition, arm).map(edition.say).join(" "),
      ),
      row("6 Channels", (arm) => (isSilent(designOf(facts, arm)) ? "none" : channelsText(facts, arm))),
      row("8 Cycles", (arm) => `${designOf(facts, arm).cycles.length} by design${droppedText(facts, arm)}`),
      row("8 Length", (arm) => lengthOf(facts, arm)),
      row("9 Tailoring", (arm) => (isSilent(designOf(facts, arm)) ? "none" : designOf(facts, arm).messages)),
      row("Techniques (BCTTv1)", (arm) => [...(facts.found.profiles.get(arm)?.keys() ?? [])].join(", ")),
    ],
  );
}

function itemsOf(facts: Facts, edition: PackEdition, arm: string): string[] {
  const { trial, study, designs } = facts;
  const { campaign } = study.topics.get(designs.get(arm)!.topic)!;
  const { rationale } = trial.file;
  const { "provided-by": provider, how, where, fidelity } = trial.file.delivery;
  const design = designOf(facts, arm);
  const signatories = campaign.issuer.signatories.map(({ name, role }) => `${name}, ${role}`).join("; ");
  const support = supportOf(facts, edition, arm);
  const waivers = trial.file.lint.waive.filter((waiver) => waiver.arms?.includes(arm) ?? true).length;
  if (isSilent(design)) return silentItems(facts, edition, arm);
  return [
    `**1. Brief name.** ${nameOf(facts, edition, arm)}.`,
    `**2. Why.** ${ended(edition.say(rationale))} ${campaign.rationale.trim()}`,
    `**3. What: materials.** A report of these sections, in order: ${sectionNames(facts, arm).join(", ")}. ${contentOf(facts, arm).length} blocks and actions may be shown in it; each with its version and fingerprint is in manifest.json, the techniques they carry in bct-matrix.csv, a whole report in specimens/.${enclosedText(design)}`,
    `**4. What: procedures.** ${procedures(facts)}${support.length > 0 ? ` Outside the report:\n\n${bullets(support.map(edition.say))}` : " Nothing is given outside the report."}${campaignSupport(facts, arm)}`,
    `**5. Who provided.** ${ended(edition.say(provider))} Issued by ${campaign.issuer.by}, signed by ${signatories}.`,
    `**6. How.** ${ended(edition.say(how))} Channels: ${channelsText(facts, arm)}. One report to each recipient, for ${campaign.recipients.audience}.`,
    `**7. Where.** ${ended(edition.say(where))}`,
    `**8. When and how much.** ${design.cycles.length} cycles by design${droppedText(facts, arm)}: ${design.cycles.map(({ id, issued }) => `${id} (issued ${issued})`).join(", ") || "none"}. Rendered so far: ${facts.runs.map(({ cycle }) => cycle.id).join(", ")}. ${lengthOf(facts, arm)}.`,
    `**9. Tailoring.** ${tailoringOf(facts, edition, arm)}`,
    `**10. Modifications.** ${modificationsOf(facts, edition)}`,
    `**11. How well: planned.** ${ended(edition.say(fidelity))} Rules of good feedback: ${campaign.lint.profile.join(", ") || "none"}; ${waivers} waived by the trial for this arm, each with its reason in lint.md.`,
    `**12. How well: actual.** ${actualOf(facts, arm)} In full in fidelity.md.`,
  ];
}

/** The twelve items of an arm to which nothing is sent: what it is compared with, and what it gets all the same. */
function silentItems(facts: Facts, edition: PackEdition, arm: string): string[] {
  const support = supportOf(facts, edition, arm);
  return [
    `**1. Brief name.** ${nameOf(facts, edition, arm)}.`,
    `**2. Why.** ${ended(edition.say(facts.trial.file.rationale))}`,
    "**3. What: materials.** None: no report is sent to this arm.",
    `**4. What: procedures.** No report is made. Its figures are worked out from the same data, in the same way and on the same days as those of the other arms; baseline and outcome are in exposure.csv.${support.length > 0 ? ` Outside the report:\n\n${bullets(support.map(edition.say))}` : " Nothing is given outside the report."}${campaignSupport(facts, arm)}`,
    "**5. Who provided.** Nobody.",
    "**6. How.** Not applicable.",
    "**7. Where.** Not applicable.",
    `**8. When and how much.** No cycle by design. Cycles so far in which it was followed: ${facts.runs.map(({ cycle }) => cycle.id).join(", ")}.`,
    "**9. Tailoring.** None.",
    `**10. Modifications.** ${modificationsOf(facts, edition)}`,
    "**11. How well: planned.** No report may be planned for it; `feedback` refuses to make one (X08).",
    `**12. How well: actual.** ${actualOf(facts, arm)} In full in fidelity.md.`,
  ];
}

/** What goes into the envelope with the letters of an arm. */
function enclosedText({ enclosures }: Pick<Design, "enclosures">): string {
  if (enclosures.length === 0) return "";
  return ` Enclosed with the letter: ${enclosures.map(({ item, is }) => `${item} (${is})`).join("; ")}.`;
}

/** ", dropped on 20 June 2026": of an arm that is given to nobody any more. */
function droppedText({ trial, cycle }: Facts, arm: string): string {
  const day = droppedBy(trial, cycle).get(arm);
  return day === undefined ? "" : `, dropped on ${dayName(day)}`;
}

function channelsText(facts: Facts, arm: string): string {
  return designOf(facts, arm).channels.toSorted().join(", ");
}

/** What an arm is called: in a masked edition by its topic and code alone. */
export function nameOf({ trial, study, designs }: Facts, { masked, arm: armText }: PackEdition, arm: string): string {
  const { title } = study.topics.get(designs.get(arm)!.topic)!.campaign;
  if (masked) return `${title}, arm ${armText(arm)}`;
  const levels = Object.entries(trial.arms.get(arm)?.levels ?? {});
  const what = levels.map(([factor, level]) => trial.file.factors[factor]?.levels[level]?.is ?? level).join("; ");
  return `${title}. ${what} (arm ${arm}; ${levelsText(trial, arm)})`;
}

function designOf({ designs }: Facts, arm: string) {
  return designs.get(arm)!.design;
}

function sectionNames(facts: Facts, arm: string): string[] {
  return designOf(facts, arm).sections.map(({ kind }) => kind);
}

/** What is given outside the report: told in full only where arms are told by name. */
function supportOf({ found }: Facts, { masked }: PackEdition, arm: string): string[] {
  const support = found.sent.get(arm)?.support ?? [];
  if (masked) return support.length === 0 ? [] : [`${support.length} kinds of support, named in the unmasked edition.`];
  return support.map(
    ({ is, by, dose, record }) => `${is}. By: ${by}. Dose: ${dose}.${record ? ` Recorded in: ${record}.` : ""}`,
  );
}

/** Help that the campaign offers to everybody, whatever the arm. */
function campaignSupport({ study, designs }: Facts, arm: string): string {
  const { support } = study.topics.get(designs.get(arm)!.topic)!.campaign;
  if (support.length === 0) return "";
  return `\n\nIn all arms of the topic alike:\n\n${bullets(support.map(({ kind, what, who, dose, reach }) => `${kind}: ${what}. By: ${who}. Dose: ${dose}. For: ${reach}.`))}`;
}

function procedures({ cycle, run }: Facts): string {
  return `Data to ${cycle.data.to} were extracted${cycle.extracted ? ` on ${cycle.extracted}` : ""} and frozen (snapshot/hashes.json); every number was worked out once for all arms together, with the same disclosure control; reports were composed, rendered and read back by version ${run.engine} of the engine. dispatch/ lists what was to go where; flow-channels.csv has what is on record of it.`;
}

function lengthOf(facts: Facts, arm: string): string {
  const { planned, pages, words } = doseOf(facts, arm);
  const lengths = Object.entries(words).flatMap(([channel, count]) =>
    count === null ? [] : [`${count} words by ${channel}`],
  );
  return [
    `${planned} ${planned === 1 ? "report" : "reports"} planned a recipient in this cycle`,
    ...(pages === null ? [] : [`${pages} pages`]),
    ...lengths,
  ].join(", ");
}

function tailoringOf({ trial, study, designs }: Facts, edition: PackEdition, arm: string): string {
  const { topic, design } = designs.get(arm)!;
  const { campaign } = study.topics.get(topic)!;
  const messages =
    design.messages === "tailored"
      ? "Wording and actions are chosen by signals in each recipient's own figures; which, and why, is on record for every report."
      : "Wording is the same for everybody; figures are the recipient's own.";
  const covariates = Object.values(design.peers["adjust-for"]);
  const adjusted =
    covariates.length > 0 ? `Comparisons allow for ${covariates.join(" and ")}, by indirect standardisation. ` : "";
  const peers = `Peers: those of the same ${design.peers.of} (${design.peers["why-these"].trim().replace(/\.$/, "")}). ${adjusted}Headline: ${campaign.headline}. Comparators: ${design.comparators.join(", ")}.`;
  const rules = trial.file.stages.flatMap(({ stage, after }) =>
    after ? [`Before stage ${edition.stage(stage)}, on the data of ${after.snapshot}: ${ruleText(after)}`] : [],
  );
  return [messages, peers, ...rules].join(" ");
}

function modificationsOf(facts: Facts, edition: PackEdition): string {
  const lines = modificationLines(facts, edition);
  if (lines.length === 0)
    return "None recorded, none found between the cycles rendered, and the trial is what it was at its first.";
  const told = facts.trial.file.modifications.length === 0 ? ["none recorded"] : [];
  return `Recorded, and found between the cycles rendered:\n\n${bullets([...told, ...lines])}`;
}

/** What was changed after the trial had begun: as its team recorded it, as its ledger has it, and as the files of its cycles show. */
export function modificationLines({ trial, runs, frozen }: Facts, { say }: PackEdition): string[] {
  const recorded = trial.file.modifications.map(
    (each) => `${each.date}: ${say(each.what)} (${say(each.reason)}; approved by ${each["approved-by"]})`,
  );
  const ofTrial = frozen
    ? changesOfTrial(frozen).map(say)
    : ["whether the trial itself was changed is not known: it has no ledger"];
  const found = changesBetween(runs).map(
    ({ from, to, what }) => `between ${from} and ${to} these changed: ${what.map(say).join(", ")}`,
  );
  return [...recorded, ...ofTrial, ...found];
}

/** What of an arm was planned, made and handed over in this cycle. */
export function actualOf(facts: Facts, arm: string): string {
  const flow = flowsOf(facts).find((each): each is Flow => each.arm === arm && each.cycle === facts.cycle.id);
  if (!flow) return "Nobody is in this arm in this cycle.";
  const byChannel = flow.channels.map((own) => {
    const { planned, made, handedOver, delivered } = sumsOf(own);
    const { bounced, returned } = own.ends;
    const after =
      handedOver === null
        ? "handing over not recorded"
        : `${handedOver} handed over, ${delivered} of these delivered, ${bounced + returned} came back`;
    return `by ${own.channel} ${planned} planned, ${made} made, ${after}`;
  });
  if (byChannel.length === 0)
    return `Of ${flow.allocated} allocated recipients ${eligible(flow)} were eligible; no report was planned or made.`;
  return `Of ${flow.allocated} allocated recipients ${eligible(flow)} were eligible and ${flow.fates.planned} planned: ${byChannel.join("; ")}.`;
}
