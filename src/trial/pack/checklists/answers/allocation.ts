import type { ChecklistAnswer, ChecklistAnswers, ChecklistAsked } from "../answer.ts";
import { counted, listed, span } from "../answer.ts";
import { looksOf } from "../looks.ts";

/** Who was eligible, how they were allocated, and who was blind. */
export const allocationAnswers = {
  eligibility: ({ facts }) => {
    const { assessed } = facts.trial;
    const reasons = [
      ...Map.groupBy(
        (assessed?.units ?? []).filter(({ status }) => status !== "randomised"),
        ({ status, reason }) => `${status}${reason ? `: ${reason}` : ""}`,
      ),
    ].map(([why, of]) => `${of.length} ${why}`);
    const listedOut = (facts.trial.allocation?.units ?? []).filter(({ status }) => status === "excluded").length;
    return {
      text: `${recipientsText(facts)} ${assessed ? `Assessed: ${counted(assessed.units.length, "unit")}.` : "Nobody recorded who was assessed (`assessed`)."}${listedOut > 0 ? ` The list excludes ${listedOut}.` : ""}`,
      lines: reasons,
      missing: "the criteria as the protocol has them",
      at: assessed ? ["enrolment.csv", "flow.md"] : ["flow.md"],
    };
  },
  "eligibility-planned": ({ facts }) => ({
    text: recipientsText(facts),
    missing: "the criteria, and how units are found and asked",
  }),
  enumeration: () => ({
    text: "All patients whose care counts in the figures of a unit are in them: no sample is drawn, and no patient is enrolled.",
    at: ["snapshot/hashes.json"],
  }),
  "sequence-source": (asked) => ({
    text: `The list is the trials unit's: ${listText(asked)}. The engine draws no list for a trial; it reads this one and follows it.`,
    missing: "who made the sequence, and by what method or program",
    at: ["manifest.json", "snapshot/hashes.json"],
  }),
  "sequence-planned": () => ({
    text: "The list will be the trials unit's; the engine draws none for a trial, and reads it as it is given (docs/trial-teams.md).",
    missing: "who makes the sequence, and by what method or program",
  }),
  restriction: ({ facts }) => {
    const { stratum, cluster, balance, ratio, "allocated-by": by } = facts.trial.file;
    const recorded = (as: string) => Object.values(by).flatMap((each) => (each.as === as ? [each.is] : []));
    const strata = [...(stratum ? [stratum] : []), ...recorded("stratum")];
    const minimised = recorded("minimisation");
    return {
      text: [
        strata.length > 0 ? `Strata: ${strata.join("; ")}.` : "No strata are declared.",
        ...(minimised.length > 0 ? [`Minimised by: ${minimised.join("; ")}.`] : []),
        ...(balance ? [`Sizes of two arms may differ by ${balance.within} within a stratum.`] : []),
        ...(cluster ? [`Clusters: ${cluster}.`] : []),
        Object.keys(ratio).length > 0 ? "The ratio is unequal." : "The ratio is equal.",
      ].join(" "),
      missing:
        minimised.length > 0
          ? "weights of the factors of minimisation, and its random element"
          : "blocks and their sizes, or minimisation and its factors",
    };
  },
  "sequences-randomised": ({ facts }) => ({
    text: `What the list gives each ${facts.trial.file.cluster ?? facts.trial.file.unit} is a sequence: ${listed(Object.keys(facts.trial.file.sequences))}.`,
    missing: "restrictions, as in item 17b",
    at: ["flow.md", "exposure.csv"],
  }),
  concealment: (asked) => ({
    text: `Reports were made from the list as it was given (${listText(asked)}), whose fingerprint is frozen with the trial: a later change of an arm is refused, or accepted by name. Days from which units are in their arm: ${span(daysOf(asked)) || "not in the list that is read now"}.`,
    missing: "how the sequence was kept from those who enrolled until units were assigned",
    at: ["snapshot/hashes.json", "manifest.json"],
  }),
  "concealment-planned": () => ({
    text: "The list that comes is frozen by its fingerprint at the first render; a later change of an arm is refused, or accepted by name.",
    missing: "how the sequence is kept from those who enrol until units are assigned",
  }),
  access: ({ facts }) => ({
    text: `Who renders has the list, with arms under codes; ${typeof facts.trial.file.arms === "string" ? "the key of codes is a file apart" : "the key of codes is in the trial's file"}. Reports are made by the engine, which draws nothing.`,
    missing: "whether those who enrolled or assigned could see the sequence",
  }),
  consent: ({ facts }) => ({
    text: facts.trial.file.consent
      ? `Recipients are told in their report: ${facts.trial.file.consent.trim()}`
      : "Reports tell recipients of no trial, and are searched for words that would (X03).",
    missing: "who was asked for consent, whether before or after randomisation, or why nobody was",
  }),
  blinding: ({ facts }) => ({
    text: `Recipients see one report, which names no arm, level or code${facts.trial.file.consent ? ", and tells them of the trial" : ", and says nothing of a trial"}. Data are extracted and figures worked out alike for all arms, before reports are made. There is an edition of this pack from which nothing tells arms apart (\`pack --blind\`).`,
    missing: "whether those who assessed outcomes and analysed were blind, and who was not",
    at: ["lint.md"],
  }),
  similarity: ({ comparison }) => ({
    text: `Every file was read back and searched for codes and names of the trial (X03). Arms were composed for the same recipients on the same data: ${comparison.verdict.text}`,
    at: ["arm-diff.html", "lint.md"],
  }),
  interim: ({ facts, edition }): ChecklistAnswer => {
    const { stages } = facts.trial.file;
    const looked = looksOf(facts.trial.file);
    if (looked.length > 0)
      return {
        text: `Looks were planned ${listed(looked)}. An arm is dropped by an event, which people decide.`,
        missing: "who looked, and rules for stopping the trial",
        at: ["tidier.md"],
      };
    const decided = stages.flatMap(({ stage, after }) =>
      after ? [`before stage ${edition.stage(stage)}, on the data of ${after.snapshot}`] : [],
    );
    return {
      text:
        decided.length > 0
          ? `Decisions on the trial's own data were planned ${listed(decided)}; they say who is randomised again, not whether the trial stops.`
          : "None is planned in the trial's file.",
      missing: "interim analyses of outcomes and rules for stopping, or that there were none",
      ...(decided.length > 0 ? { at: ["tidier.md"] } : {}),
    };
  },
} satisfies ChecklistAnswers;

function recipientsText({ study }: ChecklistAsked["facts"]): string {
  const all = [...study.topics.values()].map(({ campaign: { recipients } }) => {
    const places = Object.entries(recipients.within ?? {}).map(
      ([level, codes]) => `${level} ${[codes].flat().join(" or ")}`,
    );
    return `${recipients.type}${places.length > 0 ? ` in ${places.join(" and ")}` : ""}`;
  });
  return `Who can get a report: every ${[...new Set(all)].join("; ")} that is open.`;
}

function listText({ facts, snapshot }: Pick<ChecklistAsked, "facts" | "snapshot">): string {
  const { list, version } = facts.run.trial;
  const own = new Set(facts.trial.allocation?.files ?? []);
  const hashes = snapshot.files.filter(({ file }) => own.has(file)).map(({ sha256 }) => sha256);
  return `list ${list}, version ${version}${hashes.length > 0 ? `, SHA-256 ${hashes.join(", ")}` : ""}`;
}

function daysOf({ facts }: Pick<ChecklistAsked, "facts">): string[] {
  return (facts.trial.allocation?.units ?? []).map(({ from }) => from);
}
