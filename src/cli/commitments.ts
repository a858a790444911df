import { type CommitmentOptions, type ImportedCommitments, importCommitments } from "../import/commitments.ts";
import { commitmentStatuses } from "../input/commitment.ts";
import { nodeWorld } from "../node.ts";
import { exits } from "./exits.ts";
import { numbered } from "./numbered.ts";
import { forTerminal, problemsText } from "./problems.ts";

/** Writes a commitments.csv of what recipients have returned, and says what is in it. */
export async function commitmentsImport(
  files: readonly string[],
  { json, ...options }: CommitmentOptions & { json?: boolean },
): Promise<number> {
  const imported = await importCommitments(nodeWorld(), files, options);
  process.stdout.write(json ? `${JSON.stringify(imported, null, 1)}\n` : `${await importedText(imported)}\n`);
  return imported.out === undefined ? exits.unusable : exits.clean;
}

async function importedText({ out, commitments, rows, isNamed, problems }: ImportedCommitments): Promise<string> {
  const told = problems.length > 0 ? `${await problemsText(problems)}\n` : "";
  if (out === undefined) return forTerminal(`${told}Nothing was written.`);
  const codes = new Set(commitments.map(({ code }) => code)).size;
  const of = commitmentStatuses
    .map((status) => ({ status, many: commitments.filter((each) => each.status === status).length }))
    .filter(({ many }) => many > 0)
    .map(({ status, many }) => `${many} ${status}`);
  const dropped = rows - commitments.length;
  const lines = [
    `${numbered(commitments.length, "commitment")} of ${numbered(codes, "recipient")}: ${of.join(", ")}`,
    ...(dropped > 0 ? [`${numbered(dropped, "row")} counted no more: a later one, or the same, stands for them`] : []),
    `Written: ${out}`,
    ...(isNamed ? [] : ["Next: name it in data.yaml (commitments: commitments.csv)"]),
  ];
  return forTerminal(`${told}${lines.join("\n")}`);
}
