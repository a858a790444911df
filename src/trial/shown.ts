import { remembered } from "../remembered.ts";
import type { Choice } from "../report/choice.ts";
import type { Report } from "../report/report.ts";

/** What a pack needs of a report: not its sections and figures, of which there may be thousands. */
export type ShownReport = Pick<Report, "recipient" | "mail" | "cycle" | "rehearsal" | "attachment" | "enclosures"> & {
  choices: readonly ShownChoice[];
};

type ShownChoice = Pick<Choice, "section" | "kind" | "slot" | "version" | "bct"> & { chosen: string };

export function toShown({ recipient, mail, cycle, rehearsal, attachment, enclosures, choices }: Report): ShownReport {
  return {
    recipient,
    mail,
    cycle,
    ...(rehearsal === undefined ? {} : { rehearsal }),
    ...(attachment === undefined ? {} : { attachment }),
    ...(enclosures === undefined ? {} : { enclosures }),
    choices: choices.flatMap(({ chosen, ...choice }) =>
      chosen === undefined ? [] : [shownOnce({ ...choice, chosen })],
    ),
  };
}

/** Each once: thousands of reports show the same few hundred. */
const shownOnce: (choice: ShownChoice) => ShownChoice = remembered(
  ({ section, kind, slot, chosen, version, bct }) => ({
    section,
    kind,
    slot,
    chosen,
    bct,
    ...(version === undefined ? {} : { version }),
  }),
  ({ section, kind, slot, chosen, version, bct }) => [section, kind, slot, chosen, version, bct].join("\n"),
);
