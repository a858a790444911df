import { dirname, join, resolve } from "node:path";
import { inOrder, inputError, once, type Problem } from "../problem.ts";
import type { World } from "../world.ts";
import { type Campaign, campaignSchema } from "./campaign/campaign.ts";
import { checkApproval } from "./campaign/check-approval.ts";
import { checkHeadlineTurns, problemsOfTurn, turnedCampaigns } from "./campaign/check-headline-turns.ts";
import { checkMustSay } from "./campaign/check-must-say.ts";
import { checkReferences, type Used } from "./campaign/references.ts";
import { checkReviews } from "./campaign/reviews.ts";
import { speak } from "./campaign/speak.ts";
import { checkBeside, checkFolderName, checkUnused } from "./campaign/unused.ts";
import { checkPlaceholders } from "./check-placeholders.ts";
import { type Commitments, readCommitments } from "./commitments.ts";
import { readyCycles, withCyclesOf } from "./cycles.ts";
import type { DataMap } from "./data/data.ts";
import { checkLevels } from "./data/levels.ts";
import { type Located, readOneYaml } from "./files/yaml.ts";
import type { Told } from "./history.ts";
import type { Action } from "./library/action.ts";
import type { Block } from "./library/block.ts";
import type { Indicator } from "./library/indicator.ts";
import { type Library, readLibrary, shorten, type Technique } from "./library/library.ts";
import { type Data, type DataMemory, readData, type Tables } from "./load-data.ts";
import { readToldElsewhere } from "./told-elsewhere.ts";

/** Everything a run needs from outside, read, checked and complete. */
export type Inputs = Tables & {
  campaign: Campaign; // its cycles and events are the data's own where the data name some
  indicators: ReadonlyMap<string, Indicator>; // those of the campaign, in its order
  blocks: ReadonlyMap<string, Block>;
  actions: ReadonlyMap<string, Action>;
  headlines?: ReadonlyMap<string, HeadlineTurn>; // what is said with each of the other headlines; absent where the headline is always the same
  techniques: ReadonlyMap<string, Technique>; // by BCT code
  data: DataMap;
  commitments: Commitments; // what recipients have returned, by code; empty where data.yaml names none
  elsewhere: readonly Told[]; // what another system told them; empty where data.yaml names none
  files: readonly string[]; // every file that was read, sorted
  warnings: readonly Problem[];
};

export type LoadOptions = {
  data?: string | undefined; // in place of the campaign's own data.yaml
  cycles?: Campaign["cycles"] | undefined; // of a trial, in place of the campaign's own
  variants?: Variants | undefined; // of a trial
  memory?: DataMemory | undefined; // of loads before: sound data that have not changed are not read again
  isDraft?: boolean | undefined; // it is only looked at: placeholders on real data are warnings, not errors
  withoutReturns?: boolean | undefined; // what recipients have returned is about to be written: what stands there is not read
};

/** The campaign as the levels of a trial make it: what they name must be sound too. */
export type Variants = (campaign: Located<Campaign>, problems: Problem[]) => readonly Located<Campaign>[];

/**
 * Reads a campaign (its folder, or its campaign.yaml) with its words and data. Throws one InputError with every problem
 * of every file.
 */
export async function load(world: World, path: string, options: LoadOptions = {}): Promise<Inputs> {
  const problems: Problem[] = [];
  const file = campaignFile(path);
  const written = withSchedule(await readCampaign(world, file, problems), options.cycles);
  await checkBeside(world, file, problems);
  if (written) checkFolderName(written, problems);
  const root = await libraryOf(world, file);
  const shelves = await readLibrary(world, root);
  const spoken = written && speak(written, shelves, problems);
  const { campaign, library } = spoken ?? { campaign: undefined, library: shelves };
  const variants = (campaign && options.variants?.(campaign, problems)) ?? [];
  const used = campaign ? checkUses(campaign, library, variants, problems) : blameLibrary(library, problems);
  const headlines =
    written && used ? turnsOf(written, { shelves, used, options }, problems) : new Map<string, HeadlineTurn>();
  const indicators = used?.indicators ?? new Map<string, Indicator>();
  const data = await readData(
    world,
    {
      file,
      root,
      campaign,
      path: options.data,
      indicators,
      library,
      memory: options.memory,
      withoutReturns: options.withoutReturns,
    },
    problems,
  );
  if (campaign && data)
    for (const variant of options.variants?.(campaign, []) ?? [])
      checkLevels(variant, data.map.organisations, data.read.directory, problems);
  if (campaign && used) {
    checkReviews(
      used,
      library,
      data && readyCycles(withCyclesOf(campaign.value, data.map), data.read).at(-1),
      problems,
    );
    if (written && data && !data.map.fictional) {
      const { map: value, placeOf, read } = data;
      const readable = { used, library: shelves, data: { value, placeOf }, directory: read.directory };
      checkPlaceholders(
        { campaigns: [written, ...variants], ...readable },
        options.isDraft ? "warning" : "error",
        problems,
      );
    }
    if (written) {
      const own = variants.length === 0 ? used : checkReferences(campaign, library, []);
      checkApproval(written, { used: own, library: shelves, isDraft: options.isDraft === true }, problems);
    }
    await checkUnused(world, { root, campaign: campaign.value, library, used }, problems);
  }
  const commitments = await commitmentsOf(world, { data, used, indicators, campaign: campaign?.value }, problems);
  const elsewhere = await toldBy({ data, used, indicators, campaign: campaign?.value }, problems);
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0 || !campaign || !used || !data) throw inputError(inOrder(once(problems)));
  return {
    ...data.read,
    campaign: withCyclesOf(campaign.value, data.map),
    indicators,
    blocks: headlines.size === 0 ? used.blocks : withTheirs(used.blocks, headlines),
    actions: used.actions,
    ...(headlines.size === 0 ? {} : { headlines }),
    techniques: library.techniques,
    data: data.map,
    commitments,
    elsewhere,
    files: [
      ...new Set([
        campaign.file,
        ...used.files,
        ...(spoken?.files ?? []),
        ...data.files,
        ...(library.taxonomy ? [library.taxonomy] : []),
      ]),
    ].sort(),
    warnings: inOrder(once(problems)),
  };
}

/** What another system told recipients; nothing where none is named, or what it is held against could not be read. */
async function toldBy({ data, used, indicators, campaign }: CommitmentsFrom, problems: Problem[]): Promise<Told[]> {
  const map = data?.map.history;
  if (!data?.history || !map || !used || !campaign || data.read.directory.size === 0) return [];
  const { cycles } = withCyclesOf(campaign, data.map);
  const { directory } = data.read;
  const { actions, blocks } = used;
  const known = {
    topic: campaign.campaign,
    headline: campaign.headline,
    directory,
    actions,
    blocks,
    indicators,
    cycles,
  };
  return readToldElsewhere(data.history, map, known, problems);
}

type CommitmentsFrom = {
  data: Data | undefined;
  used: Used | undefined;
  indicators: Inputs["indicators"];
  campaign: Campaign | undefined;
};

/** What recipients have returned; none where nothing names them, or what they are held against could not be read. */
async function commitmentsOf(
  world: World,
  { data, used, indicators, campaign }: CommitmentsFrom,
  problems: Problem[],
): Promise<Commitments> {
  if (!data?.commitments || !used || !campaign || data.read.directory.size === 0) return new Map();
  const { cycles } = withCyclesOf(campaign, data.map);
  const { headline } = campaign;
  const known = { directory: data.read.directory, actions: used.actions, indicators, headline, cycles };
  return readCommitments(world, data.commitments, known, problems);
}

function withSchedule(
  campaign: Located<Campaign> | undefined,
  cycles: LoadOptions["cycles"],
): Located<Campaign> | undefined {
  return campaign && cycles ? { ...campaign, value: { ...campaign.value, cycles } } : campaign;
}

/** What a campaign uses, and its variants besides; problems that a variant shares with the campaign are told once. */
function checkUses(
  campaign: Located<Campaign>,
  library: Library,
  variants: readonly Located<Campaign>[],
  problems: Problem[],
): Used {
  const own = checkReferences(campaign, library, problems);
  checkMustSay(campaign, library.blocks.items, problems);
  const others = variants.map((variant) => checkReferences(variant, library, problems));
  const all = [own, ...others];
  const together = <T>(of: (used: Used) => ReadonlyMap<string, T>) => new Map(all.flatMap((used) => [...of(used)]));
  return {
    indicators: own.indicators,
    blocks: together(({ blocks }) => blocks),
    actions: together(({ actions }) => actions),
    files: [...new Set(all.flatMap(({ files }) => files))],
  };
}

/** What a campaign says with another headline: its sections with their ladders, and the blocks of these. */
export type HeadlineTurn = { sections: Campaign["sections"]; blocks: ReadonlyMap<string, Block> };

/** What is said with each of the other headlines, checked as a campaign of its own; and as levels of a trial make it. */
function turnsOf(
  written: Located<Campaign>,
  { shelves, used, options }: { shelves: Library; used: Used; options: LoadOptions },
  problems: Problem[],
): ReadonlyMap<string, HeadlineTurn> {
  if (!checkHeadlineTurns(written, used.indicators, problems)) return new Map();
  return new Map(
    [...turnedCampaigns(written)].map(([headline, turned]) => {
      const own: Problem[] = [];
      const { campaign, library } = speak(turned, shelves, own);
      const variants = options.variants?.(campaign, own) ?? [];
      const { blocks } = checkUses(campaign, library, variants, own);
      problems.push(...problemsOfTurn(headline, own, problems));
      return [headline, { sections: campaign.value.sections, blocks }];
    }),
  );
}

/** All words that may be said: of a name that stands for several, those of the campaign's own headline. */
function withTheirs(own: Inputs["blocks"], headlines: ReadonlyMap<string, HeadlineTurn>): Inputs["blocks"] {
  return new Map([...[...headlines.values()].flatMap(({ blocks }) => [...blocks]), ...own]);
}

/** `content/campaigns/opioids` → its campaign.yaml */
export function campaignFile(path: string): string {
  return shorten(/\.ya?ml$/.test(path) ? path : join(path, "campaign.yaml"));
}

/** Of a campaign that cannot be read nobody knows what it uses: every problem of its library is told with its own. */
function blameLibrary({ indicators, voice, blocks, actions }: Library, problems: Problem[]): undefined {
  for (const { broken, twice } of [indicators, voice, blocks, actions]) {
    problems.push(...broken.flatMap((file) => file.problems), ...[...twice.values()].flat());
  }
}

async function readCampaign(world: World, file: string, problems: Problem[]): Promise<Located<Campaign> | undefined> {
  const text = await world.readText(file);
  if (text === undefined) {
    problems.push({
      code: "missing-file",
      severity: "error",
      message: `no campaign at "${file}"`,
      hint: "give the folder of a campaign, e.g. content/campaigns/opioids",
    });
    return undefined;
  }
  return readOneYaml(file, text, campaignSchema, problems);
}

/** The library a campaign draws on: the nearest folder above it that holds `indicators`. */
export async function libraryOf(world: World, file: string): Promise<string> {
  for (let folder = dirname(resolve(file)); folder !== dirname(folder); folder = dirname(folder)) {
    if ((await world.listFiles(join(folder, "indicators"))).length > 0) return folder;
  }
  return dirname(resolve(file));
}
