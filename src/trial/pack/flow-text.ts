import type { PackEdition } from "./edition.ts";
import { type ChannelFlow, eligible, type Flow, left, sumsOf } from "./flow.ts";
import { markdown } from "./written.ts";

/** The flow of this cycle as a diagram in text, after CONSORT: one column of boxes an arm. `enrolment` comes before it, `sequences` after. */
export function flowText(
  flows: readonly Flow[],
  { arm, stage }: PackEdition,
  { cycle, enrolment, sequences }: { cycle: string; enrolment: string; sequences: string },
): string {
  const own = flows.filter((flow) => flow.cycle === cycle);
  const total = own.reduce((all, { allocated }) => all + allocated, 0);
  const diagrams = own.map((flow) => {
    const { fates, makings, clusters } = flow;
    const within = (of: number | undefined) =>
      of === undefined ? "" : ` in ${of} ${of === 1 ? "cluster" : "clusters"}`;
    return [
      `  +-- Arm ${arm(flow.arm)}${flow.stage ? `, stage ${stage(flow.stage)}` : ""}`,
      line("Allocated", `${flow.allocated} recipients (${flow.units} units${within(clusters?.allocated)})`),
      "  |       |--> left before this cycle:",
      ...left.map((fate) => reason(fate, fates[fate])),
      line("Eligible", `${eligible(flow)}${within(clusters?.eligible)}`),
      "  |       |--> nothing planned:",
      ...(fates["arm-dropped"] > 0 ? [reason("its arm was dropped", fates["arm-dropped"])] : []),
      reason("by design", fates["by-design"]),
      reason("for other reasons", fates.other),
      line("Planned", `${fates.planned}${within(clusters?.planned)}`),
      "  |       |--> not made:",
      reason("failed", makings.failed),
      reason("not made", makings["not-made"]),
      line("Made", `${makings.made}${within(clusters?.made)} (headline value withheld in ${flow.withheld})`),
      line("Made in part", `${makings["made-in-part"]} (not by all channels)`),
      ...flow.channels.flatMap(channelLines),
      line("For analysis as allocated", analysed(flow)),
      "  |",
    ].join("\n");
  });
  return markdown(
    "# Flow of participants",
    enrolment,
    `## Cycle ${cycle}`,
    "After CONSORT. Nobody is taken out: everyone who was allocated is there for analysis in that arm, whatever became of their reports; what is analysed, and how, is for the trial's statistician to say. Recipients are counted down to what was made, reports by each channel to the last that is on record of them. All cycles so far are in flow.csv and flow-channels.csv.",
    `\`\`\`text\nAllocated in all: ${total} recipients\n  |\n${diagrams.join("\n")}\n\`\`\``,
    sequences,
  );
}

function analysed({ allocated, withoutData }: Flow): string {
  return `${allocated - withoutData}${withoutData > 0 ? ` (${withoutData} withdrew their data)` : ""}`;
}

function channelLines(flow: ChannelFlow): string[] {
  const { channel, ends, isRecorded } = flow;
  const { planned, made, handedOver, delivered } = sumsOf(flow);
  const head = [
    `  |       By ${channel}`,
    line("  planned", planned),
    reason("failed", ends.failed),
    reason("not made", ends["not-made"]),
    line("  made", made),
  ];
  if (!isRecorded) return [...head, line("  handed over", "not recorded")];
  return [
    ...head,
    reason("left out on purpose", ends["left-out"]),
    reason("refused", ends.refused),
    reason("not known whether left", ends.unknown),
    reason("nothing recorded", ends.made),
    line("  handed over", handedOver ?? 0),
    reason("delivered", delivered ?? 0),
    reason("of these opened", ends.opened),
    reason("bounced", ends.bounced),
    reason("returned", ends.returned),
  ];
}

function line(what: string, is: string | number): string {
  return `  |     ${what.padEnd(30)} ${is}`;
}

function reason(what: string, count: number): string {
  return `  |       |      ${what.padEnd(23)} ${count}`;
}
