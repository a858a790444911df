import type { Campaign, Cycle } from "../input/campaign/campaign.ts";
import type { Commitment } from "../input/commitment.ts";
import type { RowsLeftOut } from "../input/data/accepted.ts";
import type { ToldBefore } from "../input/history.ts";
import type { Signal } from "../input/library/signals.ts";
import type { Inputs } from "../input/load.ts";
import type { DesignKey } from "../input/trial/level.ts";
import { complementEvidence, complementGroup, complementOf, complementStanding } from "../measure/complement.ts";
import { evidenceOf } from "../measure/evidence.ts";
import type { Fired, PeerGroup, Standing, Standings } from "../measure/standing.ts";
import type { ToldIndicator } from "../measure/told-indicator.ts";
import type { Choice } from "./choice.ts";
import type { Job } from "./plan.ts";
import type { Notebook } from "./words.ts";

/** What all reports of a run share: nothing of it can differ between arms. Plain data: it is sent once to every worker. */
export type Material = Pick<Inputs, "indicators" | "blocks" | "actions" | "commitments"> & {
  campaign: Omit<Campaign, DesignKey>;
  cycle: Cycle;
  source: string; // where the data come from, as printed
  leftOut: readonly RowsLeftOut[];
  rehearsal: boolean; // made from a made-up allocation: watermarked
  study: string; // id of the campaign or trial that the run is of
  standings: Omit<Standings, "of">;
};

/** One recipient, its design and its standings: what one report is made from besides the material. */
export type Subject = Job & {
  standings: readonly Standing[];
  told?: readonly ToldBefore[]; // what earlier reports told it, or those whose figures are in its own; absent where nothing hangs on it
  turn?: Pick<Choice, "indicator" | "chosen" | "because" | "considered">; // whose turn it is as headline, and why; absent where none takes turns
  had?: readonly string[]; // the codes that it had before, of which it is the only successor; absent where there are none
};

/** What a recipient has returned, also under the codes that it had before. */
export function returnsOf({ material, subject }: Pick<Voice, "material" | "subject">): readonly Commitment[] {
  const codes = [subject.organisation.code, ...(subject.had ?? [])];
  return codes.flatMap((code) => material.commitments.get(code) ?? []);
}

/** One recipient seen through one indicator, while its report is being composed. */
export type Voice = {
  material: Material;
  subject: Subject;
  indicator: ToldIndicator;
  standing: Standing;
  group: PeerGroup | undefined;
  signals: ReadonlySet<Signal>;
  notebook: Notebook;
};

export function toMaterial(
  { campaign: whole, indicators, blocks, actions, commitments, data, observations }: Inputs,
  cycle: Cycle,
  { groups, neighbours }: Standings,
  { rehearsal = false, study = whole.campaign } = {},
): Material {
  const campaign = withoutDesign(whole);
  const first = indicators.get(campaign.headline);
  const source =
    data.source ??
    [first?.source.name, first?.source.licence ? `(${first.source.licence})` : undefined].filter(Boolean).join(" ");
  const { leftOut = [] } = observations;
  return {
    campaign,
    indicators,
    blocks,
    actions,
    commitments,
    cycle,
    source,
    leftOut,
    rehearsal,
    study,
    standings: { groups, neighbours },
  };
}

/** A campaign without what an arm may change: that is the design's to say. */
function withoutDesign(campaign: Campaign): Material["campaign"] {
  const { channels, attachment, comparators, peers, cycles, sections, framing, messages, template, ...rest } = campaign;
  const { "headline-turns": _, ...shared } = rest;
  return shared;
}

/** The voice of one indicator, told as the design frames it. */
export function voiceOf(material: Material, subject: Subject, notebook: Notebook, id: string): Voice {
  const voice = definedVoice(material, subject, notebook, id);
  const { indicator, standing, group } = voice;
  const turned = subject.design.framing === "complement" ? complementOf(indicator) : undefined;
  if (!turned) return voice;
  const told = complementStanding(indicator, standing, group);
  return {
    ...voice,
    indicator: turned,
    standing: told,
    group: group && complementGroup(indicator, group),
    signals: signalsIn(told),
  };
}

/** The voice of another indicator of the same recipient; the same voice where none is named. */
export function about(indicator: string | undefined, voice: Voice): Voice {
  return indicator === undefined ? voice : voiceOf(voice.material, voice.subject, voice.notebook, indicator);
}

/** The voice of one indicator as it is defined, however the design frames it. */
export function definedVoice(material: Material, subject: Subject, notebook: Notebook, id: string): Voice {
  const indicator = material.indicators.get(id);
  const standing = subject.standings.find((each) => each.indicator === id);
  if (!indicator || !standing) throw new Error(`no standing of ${subject.organisation.code} on ${id}`);
  const group = standing.group === undefined ? undefined : material.standings.groups[standing.group];
  return { material, subject, indicator, standing, group, signals: signalsIn(standing), notebook };
}

/** The signals by which a voice is told, each with what it rests on; the first is the voice of the indicator as it is defined. */
export function evidenceIn({ material, subject, indicator, standing, group }: Voice, told: Voice): Fired[] {
  const { indicators, standings } = material;
  const campaign = { ...material.campaign, peers: subject.design.peers };
  const fired = evidenceOf(standing, { campaign, indicators, groups: standings.groups, standings: subject.standings });
  return told.indicator.turned ? complementEvidence(indicator, told.standing, group, fired) : fired;
}

/** What is true of the same recipient on another indicator. */
export function signalsOf({ material, subject, notebook }: Voice): (indicator: string) => ReadonlySet<Signal> {
  return (indicator) => voiceOf(material, subject, notebook, indicator).signals;
}

/** Every condition asks, many times a report. */
function signalsIn({ signals }: Standing): ReadonlySet<Signal> {
  const known = sets.get(signals);
  if (known) return known;
  const found = new Set(signals);
  sets.set(signals, found);
  return found;
}

const sets = new WeakMap<Standing["signals"], ReadonlySet<Signal>>();
