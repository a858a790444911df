import { contrastRow, contrastTable, differentials } from "./contrasts.ts";
import {
  contentRows,
  contentTable,
  dispatchTable,
  doseOf,
  doseRows,
  doseTable,
  letThroughText,
  openedText,
  reasonsText,
  recipientsTable,
} from "./delivery.ts";
import { differentiationRows, differentiationTable, differingText } from "./differentiation.ts";
import type { PackEdition } from "./edition.ts";
import type { Facts } from "./facts.ts";
import { fidelityColumns } from "./fidelity-row.ts";
import { flowsOf } from "./flow.ts";
import { suppressedText } from "./mailings.ts";
import { messageText } from "./message-fields.ts";
import { planRows, planTable } from "./plans.ts";
import { bullets, markdown, type Table } from "./written.ts";

/** All figures of the fidelity report, one a row. */
export function fidelityTable(facts: Facts, edition: PackEdition): Table {
  const rows = [
    ...differentiationRows(facts, edition),
    ...facts.arms.flatMap((arm) => doseRows(doseOf(facts, arm), edition)),
    ...facts.arms.flatMap((arm) => contentRows(facts, arm, edition)),
    ...planRows(facts, edition),
    ...differentials(facts).contrasts.map((contrast) => contrastRow(contrast, edition)),
  ];
  return { columns: fidelityColumns, rows };
}

/** The fidelity report for people. */
export function fidelityText(facts: Facts, edition: PackEdition): string {
  const flows = flowsOf(facts).filter(({ cycle }) => cycle === facts.cycle.id);
  const { contrasts, warnings } = differentials(facts);
  return markdown(
    "# Fidelity",
    `Cycle ${facts.cycle.id}. Dimensions of the Behavior Change Consortium as AFFINITIE used them (Lorencatto 2016, Implement Sci 11:163). Techniques are those that blocks and actions declare and a report shows; this is no replacement for two independent coders.`,
    "## Design: treatment differentiation",
    "Every arm was composed for the same recipients on the same data, so that only the design can differ. A technique in one arm of a pair alone is unique; in both it is fully convergent where frequency, mode, specificity and enactment are all the same, else partially. The larger the unique share, the more the arms differ. Support outside the report is not coded here: see tidier.md.",
    differentiationTable(facts, edition),
    differingText(facts, edition),
    messageText(facts, edition),
    "## Design: equivalence of dose",
    "A report by one channel of one cycle counts once; planned is by design, made and handed over are means over everybody allocated. Pages and words are means of the reports made. A report that is not on record as handed over is not said to have reached anybody.",
    doseTable(facts, edition),
    "## Data",
    "What the data lacked, past the campaign's limits, and somebody signed off, rows that were left out, and whose figures are counted with others'. Each holds for all arms.",
    letThroughText(facts, edition),
    "## Dispatch",
    facts.returns
      ? "Reports by channel, as reported back and as the ledgers of `feedback send` and `feedback print-run` have it. Each counts once, at the last that is on record; handed over are all that left, whatever became of them."
      : "Nothing is on record of what happened after the reports were made: those columns are empty, which does not mean zero.",
    recipientsTable(flows, edition),
    dispatchTable(flows, edition),
    reasonsText(facts, edition),
    edition.say(suppressedText(facts.mailings, facts.cycle.id) ?? ""),
    "## Content",
    "Every report was composed again from its design and data: called for is each block and action that stands in it then, rendered is what stood in the report that was made; one that failed rendered nothing. Triggered are the blocks, actions and techniques of the arm's design that were shown in at least one report. One that was not triggered is conditional, and nobody's figures met its condition: that is as planned, not a fault.",
    contentTable(facts, edition),
    "## Differential attrition, failure, receipt, opening, return, suppression and findings",
    `Shares of recipients by arm, and of reports by channel, and their difference with a 95% interval (Newcombe 1998, method 10). It stands out where the interval leaves out 0 and the difference is above 5 points. With ${contrasts.length} comparisons one may stand out by chance. What is told of an earlier cycle is what stands out in it, and whose plan came back. Disclosure control knows nothing of arms; where it withholds more in one arm, that arm has smaller practices.`,
    contrasts.length > 0 ? contrastTable(contrasts, edition) : "No two arms have recipients to compare.",
    warnings.length > 0
      ? bullets(warnings.map(({ code, message }) => `**${code}**: ${message}`))
      : "Nothing stands out.",
    "## Receipt and enactment",
    openedText(facts),
    planTable(facts, edition),
  );
}
