import type { Organisation, Parent } from "../input/data/organisation.ts";
import { isRecipient } from "../input/data/recipients.ts";
import { firstDay, lastDay } from "../month.ts";
import type { Ground } from "./ground.ts";
import { findCollapse, latestPatients } from "./lists.ts";
import type { Windows } from "./windows.ts";

export type PeerPlace = { place: string; members: readonly Organisation[] };

/** Who are peers of each other, by the code of what they share. */
export function placesOf(inputs: Ground, level: string, windows: Windows): ReadonlyMap<string, PeerPlace> {
  const memory = remembered.get(inputs) ?? new Map<string, ReadonlyMap<string, PeerPlace>>();
  remembered.set(inputs, memory);
  const { window, lists } = windows;
  const key = [level, window.from, window.to, lists.from, lists.to].join(" ");
  const places = memory.get(key) ?? findPlaces(inputs, level, windows);
  memory.set(key, places);
  return places;
}

const remembered = new WeakMap<Ground, Map<string, ReadonlyMap<string, PeerPlace>>>(); // many indicators have one window

function findPlaces(inputs: Ground, level: string, windows: Windows): ReadonlyMap<string, PeerPlace> {
  const { campaign, directory } = inputs;
  const candidates = [...directory.values()].filter((organisation) => isPeer(inputs, organisation, windows));
  const places = new Map<string, { place: string; members: Organisation[] }>();
  for (const organisation of candidates) {
    const parent = placeOf(campaign, organisation, level);
    if (!parent) continue;
    const group = places.get(parent.code) ?? { place: parent.name, members: [] };
    group.members.push(organisation);
    places.set(parent.code, group);
  }
  return places;
}

/** What an organisation has in common with its peers: its parent at a level; at level "all", being a recipient. */
export function placeOf(campaign: Ground["campaign"], organisation: Organisation, level: string): Parent | undefined {
  if (level !== "all") return organisation.parents[level];
  return isRecipient(campaign, organisation) ? { code: "all", name: `all ${campaign.recipients.many}` } : undefined;
}

/** Open for the whole window, of the recipients' kind and in their places, with a list that is neither tiny nor emptying. */
function isPeer(
  { campaign, observations, followed }: Ground,
  organisation: Organisation,
  { window, lists }: Windows,
): boolean {
  const { code, opened, closed, patients } = organisation;
  if (!isRecipient(campaign, organisation) || followed?.into.has(code)) return false; // counted as who goes on for it
  if ((opened && opened > firstDay(window.from)) || (closed && closed < lastDay(window.to))) return false;
  const list = latestPatients(observations, code, lists) ?? patients;
  if (list !== undefined && list < campaign.peers["list-at-least"]) return false;
  return !findCollapse(observations, code, window.to);
}
