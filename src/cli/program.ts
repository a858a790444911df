import { Argument, Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { type Channel, channels } from "../input/campaign/channels.ts";
import { units } from "../input/data/units.ts";
import { machineFault } from "../node.ts";
import { thisPackage } from "../package.ts";
import { isInputError } from "../problem.ts";
import { exitOf, exitOfError, exits } from "./exits.ts";
import { folder, given, list, listOf, probabilities } from "./lists.ts";
import { problemsText } from "./problems.ts";

const program = new Command("feedback")
  .description("Turns practice indicator data into comparative feedback reports.")
  .version(thisPackage.version)
  .showSuggestionAfterError()
  .exitOverride();

const data = new Option(
  "--data <file>",
  "where organisations and observations are, in place of the campaign's own data.yaml; of a trial of several campaigns topic=file,topic=file",
).argParser((text: string, earlier?: string) => (earlier === undefined ? text : `${earlier},${text}`));
const allocation = new Option("--allocation <file>", "the trials unit's list, in place of the trial's own").argParser(
  given,
);
const cycle = new Option(
  "--cycle <id>",
  "which cycle, e.g. 2026-08; the last that the data reach if left out",
).argParser(given);
const out = new Option("--out <folder>", "folder of all runs").default("out").argParser(given);
const runs = new Option(
  "--runs <folder>",
  "folder of all runs: what the promoted runs of earlier cycles told is read from it",
)
  .default("out")
  .argParser(folder);
const only = new Option("--only <codes...>", "only these recipients, separated by commas or spaces").argParser(list);
const browser = new Option("--browser <path>", "a Chromium to use in place of the pinned one").argParser(given);
const noSandbox = new Option(
  "--allow-no-sandbox",
  "run the browser without its sandbox where there is none (as root, in some containers)",
);
const bundle = new Option(
  "--bundle <path>",
  "a folder or .tar file that plan has written, in place of the study",
).argParser(given);
const queue = () =>
  new Option(
    "--queue <url>",
    "a Redis or Valkey server, redis://host:6379 or rediss:// with TLS; its password may stand in FEEDBACK_QUEUE_PASSWORD",
  ).argParser(given);
const shared = () =>
  new Option(
    "--shared <place>",
    "what all machines of the queue share: a folder, as it is mounted here, or s3://bucket/prefix; AWS_REGION, AWS_ENDPOINT_URL_S3 and the keys stand in the environment",
  ).argParser(given);

program
  .command("check")
  .description("read a campaign or a trial with its words and data, and report every problem with its place")
  .argument("<study>", "folder of a campaign or a trial, or its campaign.yaml or trial.yaml")
  .addOption(data)
  .addOption(runs)
  .option("--coverage", "say which blocks are shown to how many recipients, and who is left without words")
  .option("--rendered", "also make some reports and apply the rules to their pages")
  .addOption(browser)
  .addOption(noSandbox)
  .addOption(
    new Option("--format <format>", "how problems are written").choices(["text", "json", "github"]).default("text"),
  )
  .action(async (campaign, options) => end(await (await import("./check.ts")).check(campaign, options)));

program
  .command("render")
  .description("make the reports of one cycle")
  .argument("[study]", "folder of a campaign or a trial, or its campaign.yaml or trial.yaml")
  .addOption(data)
  .addOption(allocation)
  .addOption(cycle)
  .addOption(out)
  .addOption(only)
  .addOption(
    new Option("--channel <channels...>", "print, email, html, or several").argParser(listOf<Channel>(channels)),
  )
  .option("--workers <n>", "reports made at a time; as many as cores if left out; 0 starts no worker", wholeOrNone)
  .option("--resume", "go on with the run that was cut off, and take over what others have made of the same inputs")
  .addOption(
    new Option("--shard <i/n>", "every n-th report, starting with the i-th, for several machines").argParser(shard),
  )
  .addOption(
    new Option("--shard-index <i>", "the same, counted from 0 as array jobs do; with --shards").argParser(wholeOrNone),
  )
  .addOption(new Option("--shards <n>", "how many shards there are; with --shard-index").argParser(whole))
  .option(
    "--budget <percent>",
    "stop once more than this share of reports has failed, of 20 or more that were tried; 100 never stops",
    percent,
    5,
  )
  .addOption(bundle)
  .addOption(queue())
  .addOption(shared())
  .addOption(
    new Option("--replay <file>", "make one report again from what a run kept of it when it failed").argParser(given),
  )
  .addOption(new Option("--log <file>", "add a JSON line for each report, with times, to this file").argParser(given))
  .option("--json", "print one JSON object on stdout, of a run that fails too")
  .addOption(browser)
  .addOption(noSandbox)
  .action(async (campaign, options) => {
    const { renderCommand, replayCommand } = await import("./render.ts");
    if (options.replay) end(await replayCommand(options.replay, options));
    else if (campaign || options.bundle) end(await renderCommand(campaign, options));
    else program.error("error: missing required argument 'study'");
  });

program
  .command("plan")
  .description("put everything that the reports of a cycle are made from into a bundle, for other machines to render")
  .argument("<study>", "folder of a campaign or a trial, or its campaign.yaml or trial.yaml")
  .addOption(data)
  .addOption(allocation)
  .addOption(cycle)
  .addOption(
    new Option("--out <path>", "a new folder, or a file whose name ends in .tar").default("bundle").argParser(given),
  )
  .addOption(runs)
  .option("--json", "print one JSON object on stdout")
  .addOption(browser)
  .addOption(noSandbox)
  .action(async (study, options) => end(await (await import("./plan.ts")).planCommand(study, options)));

program
  .command("work")
  .description("make the reports that a render with --queue gives out, one at a time, until it is stopped")
  .addOption(queue().makeOptionMandatory())
  .addOption(shared().makeOptionMandatory())
  .option("--idle <seconds>", "end after so long without work; never if left out", whole)
  .option("--lost-after <seconds>", "how long a worker may be silent before others take over its report", whole, 15)
  .addOption(browser)
  .addOption(noSandbox)
  .action(async (options) => end(await (await import("./work.ts")).workCommand(options)));

program
  .command("fix")
  .description("mend what is mechanical in YAML files: quotes, indents, encoding, misspelt names; shown as a diff")
  .argument("<paths...>", "folder of a campaign or a trial, or YAML files")
  .option("--write", "write the changes, not only show them")
  .action(async (paths, options) => end(await (await import("./fix.ts")).fix(paths, options)));

program
  .command("explain")
  .description("why a report says what it says, and what it might have said")
  .argument("<study>", "folder of a campaign or a trial, or its campaign.yaml or trial.yaml")
  .argument("<code>", "the recipient")
  .addOption(data)
  .addOption(allocation)
  .addOption(cycle)
  .addOption(runs)
  .action(async (campaign, code, options) =>
    end(await (await import("./explain.ts")).explainCommand(campaign, code, options)),
  );

program
  .command("share")
  .description("the words of a campaign beside what they were, as one page that is answered without a network")
  .argument("<campaign>", "its folder, or its campaign.yaml")
  .option(
    "--against <earlier>",
    "a folder with an earlier copy, a revision of git (HEAD~1), or a run; all words are new if left out",
    given,
  )
  .addOption(only)
  .addOption(data)
  .addOption(cycle)
  .addOption(runs)
  .addOption(new Option("--out <file>", "where to").default("share.html").argParser(given))
  .action(async (campaign, options) => {
    const [{ shareCommand }, { findingsOf }] = await Promise.all([import("./share.ts"), import("./check.ts")]);
    end(await shareCommand(campaign, options, findingsOf));
  });

program
  .command("approve")
  .description("read answers that were saved on pages of share, and write approvals into the campaign's own file")
  .argument("<answers...>", "files that were saved: answer-….json")
  .addOption(
    new Option("--study <folder>", "the campaign whose words were answered").argParser(given).makeOptionMandatory(),
  )
  .addOption(data)
  .option("--json", "print one JSON object on stdout")
  .action(async (files, options) => end(await (await import("./approve.ts")).approveCommand(files, options)));

program
  .command("preview")
  .description("the studio: every report in the browser, redrawn on every save")
  .argument(
    "<study>",
    "folder of the campaign or trial, or its campaign.yaml or trial.yaml; or a data.yaml that import wrote, or its folder",
  )
  .addOption(data)
  .addOption(runs)
  .option("--port <n>", "4400 if left out", whole)
  .addOption(browser)
  .addOption(noSandbox)
  .action(async (campaign, options) => {
    const [{ preview }, { findingsOf, findingsOfReport }] = await Promise.all([
      import("./preview.ts"),
      import("./check.ts"),
    ]);
    end(await preview(campaign, options, { findings: findingsOf, findingsOfReport }));
  });

program
  .command("rehearse")
  .description("make up an allocation to rehearse a trial with; everything made from it is watermarked")
  .argument("<trial>", "folder of the trial, or its trial.yaml")
  .addOption(data)
  .option("--seed <n>", "the same seed gives the same list", whole, 1)
  .option("--responders <percent>", "share taken to respond where no frozen list of a stage says who did", percent, 50)
  .option("--out <file>", "where to", "rehearsal.csv")
  .action(async (trial, options) => end(await (await import("./rehearse.ts")).rehearse(trial, options)));

program
  .command("simulate")
  .description("what a trial can tell, from past data: variation, least differences, and what reports say by chance")
  .argument("<trial>", "folder of the trial, or its trial.yaml")
  .addOption(data)
  .addOption(new Option("--indicator <id>", "the outcome; the campaign's headline if left out").argParser(given))
  .addOption(
    new Option("--offered <arms>", "of a micro-randomised trial: D9=0.4; the other arms share what is left").argParser(
      probabilities,
    ),
  )
  .option(
    "--available <percent>",
    "of a micro-randomised trial: units that are available in a cycle; all if left out",
    percent,
  )
  .option(
    "--responders <percent>",
    "of a sequential trial: how many respond; as its rule has it by chance if left out",
    percent,
  )
  .option("--draws <n>", "how many times reports are simulated; 20 if left out, fewer of very many", whole)
  .option("--seed <n>", "the same seed gives the same numbers", whole, 1)
  .option("--json", "print one JSON object on stdout")
  .action(async (trial, options) => end(await (await import("./simulate.ts")).simulate(trial, options)));

program
  .command("compare")
  .description("what differs between the arms of a trial, and which factor accounts for it: as JSON and as a page")
  .argument("<trial>", "folder of the trial, or its trial.yaml")
  .addOption(data)
  .addOption(cycle)
  .addOption(out)
  .addOption(new Option("--arms <arms...>", "these arms; chosen for you if left out").argParser(list))
  .addOption(only)
  .option("--approve <role>", "record in approved.yaml who approved the words that differ between arms")
  .option("--date <day>", "the day of the approval, e.g. 2026-03-02")
  .addOption(browser)
  .addOption(noSandbox)
  .action(async (trial, options) => end(await (await import("./compare.ts")).compareCommand(trial, options)));

const runFolder = "the folder that render named at its end, or that of a cycle, for its current or only run";

program
  .command("runs")
  .description("list runs: what was made, whether it is sealed, and which run of a cycle is the current one")
  .argument("[folder]", "of all runs, of a study, or of a cycle", "out")
  .option("--json", "print one JSON array on stdout")
  .action(async (folder, options) => end(await (await import("./runs.ts")).runsCommand(folder, options)));

program
  .command("promote")
  .description("make a sealed run the current one of its cycle: the one that is packed and sent")
  .argument("<run>", runFolder)
  .option("--partial", "though it leaves out recipients or channels")
  .action(async (folder, options) => end(await (await import("./runs.ts")).promoteCommand(folder, options)));

program
  .command("merge")
  .description("make one run of shards, the same to the byte as one machine would have made")
  .argument("<runs...>", "folders of the shards")
  .addOption(bundle)
  .addOption(
    new Option("--study <folder>", "where the study is here, if not where the first shard had it").argParser(given),
  )
  .addOption(data)
  .addOption(out)
  .option("--json", "print one JSON object on stdout")
  .addOption(browser)
  .addOption(noSandbox)
  .action(async (folders, options) => end(await (await import("./merge.ts")).mergeCommand(folders, options)));

program
  .command("prune")
  .description("remove runs that nobody needs: of each cycle all but the current one and the last that are whole")
  .argument("[folder]", "of all runs, of a study, or of a cycle", "out")
  .option("--keep <n>", "how many of the sealed, whole runs of a cycle to keep besides", wholeOrNone, 1)
  .option("--yes", "remove them; else they are only named")
  .action(async (folder, options) => end(await (await import("./runs.ts")).pruneCommand(folder, options)));

program
  .command("verify")
  .description("hold plan, record, files and seal of a run against each other, and read every file again")
  .argument("<run>", runFolder)
  .action(async (folder) => end(await (await import("./verify.ts")).verify(folder)));

program
  .command("check-pdf")
  .description("hold PDFs against PDF/UA-1, the standard of accessible PDFs, as far as a program can")
  .argument("<files...>", "PDFs of any program")
  .action(async (files) => end(await (await import("./check-pdf.ts")).checkPdf(files)));

program
  .command("pack")
  .description(
    "the trial pack of a finished run: comparison, description, fidelity, flow, exposure, specimens, dispatch",
  )
  .argument("<run>", runFolder)
  .option("--partial", "though it leaves out recipients or channels, or not all of it was made")
  .option("--out <folder>", "where the folders of its editions go; the run's own folder if left out")
  .option("--unmasked", "also write the edition that says what arms stand for")
  .addOption(
    new Option(
      "--blind <file>",
      "also write the edition from which nothing tells arms apart; the file holds the secret that relabels them",
    ).argParser(given),
  )
  .option("--delivery <file>", "CSV of what was sent, delivered, opened, bounced and returned")
  .addOption(data)
  .addOption(browser)
  .addOption(noSandbox)
  .action(async (folder, options) => end(await (await import("./pack.ts")).packCommand(folder, options)));

program
  .command("validation")
  .description("the validation pack: what a trials unit needs of the engine, and what a run of its tests says of each")
  .requiredOption("--results <file>", "of the tests, as vitest writes them with --reporter=json")
  .option("--out <dir>", "where to", "validation")
  .action(async (options) => end(await (await import("./validation.ts")).validation(options)));

program
  .command("unblind")
  .description("say which arm is behind each label of a blind edition")
  .argument("<file>", "pack-blind.sealed, as pack wrote it beside the blind edition")
  .addOption(new Option("--key <file>", "the secret that relabelled the arms").makeOptionMandatory().argParser(given))
  .action(async (file, { key }) => end(await (await import("./unblind.ts")).unblind(file, key)));

program
  .command("send")
  .description(
    "hand the emails of a sealed run to a mail server, each once, with a ledger; without --live it only says what would be sent",
  )
  .argument("<run>", runFolder)
  .addOption(
    new Option("--settings <file>", "the mail server, its pace, and where emails may go")
      .default("send.yaml")
      .argParser(given),
  )
  .option("--live", "let them leave")
  .option("--confirm <n>", "how many are to be sent, counted by a person; asked for at a terminal if left out", whole)
  .addOption(new Option("--test-to <address>", "all to this address, marked as tests").argParser(given))
  .addOption(only)
  .addOption(
    new Option(
      "--again <codes...>",
      "also these, though nobody knows whether they have theirs, or it was refused",
    ).argParser(list),
  )
  .option("--correction", "in place of an email of an earlier run of the cycle; its subject says so")
  .option("--partial", "though the run leaves out recipients or channels")
  .addOption(
    new Option(
      "--bounces <path>",
      "enter reports of delivery, an .eml or .mbox file or a folder of them; sends nothing",
    ).argParser(given),
  )
  .action(async (run, options) => end(await (await import("./send.ts")).sendCommand(run, options)));

program
  .command("print-run")
  .alias("bundle")
  .description(
    "put the letters of a sealed run together for a print house: files, a manifest, totals of sheets and weight; or write down that it has them",
  )
  .argument("<run>", runFolder)
  .addOption(
    new Option("--out <folder>", "where the folder print-run goes; the run's own folder if left out").argParser(given),
  )
  .option("--partial", "though the run leaves out recipients or channels")
  .addOption(new Option("--without <codes...>", "leave out the letters of these recipients").argParser(list))
  .option("--untagged", "without tags and links, which paper does not need: smaller files")
  .option("--by-sheets", "letters of as many sheets in files of their own, as inserting machines want them")
  .option("--file-sheets <n>", "sheets in a file, at most; 1,000 if left out", whole)
  .option("--file-megabytes <n>", "size of the letters in a file, at most; 100 if left out", whole)
  .option("--sheet-marks", 'print "1/2 Z10003" at the foot of each sheet')
  .option("--sheet-codes", "print a QR code at the foot of each sheet, for inserting machines")
  .option("--fold-marks", "print hairlines at the left edge where sheets are folded")
  .option("--paper <n>", "grams a square metre; 80 if left out", whole)
  .addOption(new Option("--postage <format>", "letter (up to 100 g) if left out").choices(["letter", "large-letter"]))
  .addOption(
    new Option(
      "--handed-over <day>",
      "write down that the print house got the files on this day, and no more: a line a letter in the cycle's ledger",
    ).argParser(given),
  )
  .option("--correction", "with --handed-over: in place of letters of an earlier run of the cycle")
  .addOption(
    new Option(
      "--returned <file>",
      "enter letters that came back, a CSV of code, date and reason, and no more",
    ).argParser(given),
  )
  .option("--json", "print one JSON object on stdout")
  .action(async (run, options) => end(await (await import("./print-run.ts")).printRunCommand(run, options)));

program
  .command("fetch")
  .description("make the files of a data.yaml that come from a PostgreSQL server")
  .argument("<data.yaml>", "the file that says where organisations and observations are")
  .action(async (file) => end(await (await import("./fetch.ts")).fetch(file)));

program
  .command("import")
  .description("write a data.yaml for files that were downloaded, and show what was understood")
  .argument("<files...>", "CSV, .zip, .xlsx, Parquet, JSON, DuckDB or SQLite files, or a folder of them")
  .addOption(new Option("--out <file>", "where to; data.yaml beside the campaign or here if left out").argParser(given))
  .addOption(
    new Option("--campaign <folder>", "the campaign to whose indicators the names are mapped").argParser(given),
  )
  .addOption(
    new Option("--bnf <codes...>", "of prescribing data, only products whose BNF codes begin so").argParser(list),
  )
  .addOption(
    new Option(
      "--by <column>",
      "where rows are parts that add up, the column whose texts become indicators; or one text of it: COLUMN=TEXT",
    ).argParser(given),
  )
  .option("--map <names...>", "what names in the data stand for: THEIRS=OURS", several)
  .addOption(
    new Option("--unit <unit>", "how published values stand in the files, where they do not tell").choices(units),
  )
  .option("--force", "overwrite a data.yaml that is there")
  .option("--json", "print one JSON object on stdout")
  .action(async (files, options) => end(await (await import("./import.ts")).importCommand(files, options)));

program
  .command("commitments")
  .description("read saved plans and tables of returns, check every row, and write one commitments.csv")
  .addArgument(new Argument("<what>", "what to do with them").choices(["import"]))
  .argument(
    "<files...>",
    "plans saved on the page of a report (.json); CSV or .xlsx tables; an earlier commitments.csv",
  )
  .addOption(
    new Option("--study <folder>", "the campaign or trial whose reports were answered")
      .argParser(given)
      .makeOptionMandatory(),
  )
  .addOption(new Option("--out <file>", "where to").default("commitments.csv").argParser(given))
  .addOption(
    new Option("--runs <folder>", "folder of all runs: which action a number of a saved plan is")
      .default("out")
      .argParser(given),
  )
  .option("--columns <names...>", "what columns are called in tables: OURS=THEIRS", several)
  .addOption(
    new Option("--returned <day>", "the day of rows that do not say when they were returned, as 2026-11-30").argParser(
      given,
    ),
  )
  .option("--json", "print one JSON object on stdout")
  .action(async (_what, files, options) =>
    end(await (await import("./commitments.ts")).commitmentsImport(files, options)),
  );

program
  .command("schema")
  .description("write the JSON Schemas that editors check campaigns with")
  .option("--out <folder>", "where to", "content/schemas")
  .action(async (options) => end(await (await import("./schema.ts")).schema(options)));

program
  .command("new")
  .description("a commented file to start from")
  .argument("<kind>", "campaign, block, action, indicator or trial")
  .argument("<name>", "its name, e.g. opioids-high-dose")
  .option("--folder <folder>", "the library it goes into", "content")
  .option("--like <campaign>", "of a campaign: take issuer, peers, cycles and data from this one")
  .option("--for <indicators...>", "of a campaign: the indicators of the library it is about, its headline's first")
  .action(async (kind, name, options) => end(await (await import("./new.ts")).create(kind, name, options)));

program
  .command("doctor")
  .description("which Node, browser and fonts will be used, and what is wrong with them")
  .addOption(browser)
  .addOption(noSandbox)
  .action(async (options) => {
    const { doctor, doctorText } = await import("./doctor.ts");
    const facts = await doctor(options);
    process.stdout.write(`${doctorText(facts)}\n`);
    end(exitOf(facts.problems));
  });

let code: number; // of the command that runs

/**
 * Runs one command and gives its exit code. The one catch of a run: problems of the input and faults of the machine for people,
 * anything else with its stack.
 */
export async function run(args: readonly string[]): Promise<number> {
  code = exits.clean;
  try {
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exits.clean : exits.unusable;
    const told = isInputError(error) ? error : machineFault(error);
    if (!told) throw error;
    process.stderr.write(`${await problemsText(told.problems)}\n`);
    const exit = exitOfError(told);
    if (args.includes("--json")) process.stdout.write(`${JSON.stringify({ exit, problems: told.problems })}\n`);
    return exit;
  }
  return code;
}

function end(ended: number): void {
  code = ended;
}

/** Words as they stand, by giving the option again or separated by spaces. */
function several(text: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, text];
}

function whole(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError("must be a whole number, 1 or more");
  return number;
}

function wholeOrNone(text: string): number {
  return text === "0" ? 0 : whole(text);
}

function percent(text: string): number {
  const number = Number(text);
  if (text.trim() === "" || !(number >= 0 && number <= 100)) throw new InvalidArgumentError("must be from 0 to 100");
  return number;
}

function shard(text: string): { index: number; of: number } {
  const match = /^(\d+)\/(\d+)$/.exec(text);
  const [index, of] = [Number(match?.[1]), Number(match?.[2])];
  if (!match || index < 1 || index > of) throw new InvalidArgumentError("write it as 1/4: the first of four");
  return { index, of };
}
