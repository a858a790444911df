import type { Campaign } from "../../input/campaign/campaign.ts";
import { type DeliveryFound, someOf } from "./found.ts";
import type { Expected, Looked } from "./months.ts";

/** Recipients without a place of the level that their peers share, where others have one. */
export function findWithoutPlace(
  { organisations, many }: Expected,
  { peers }: Pick<Campaign, "peers">,
  { accept }: Pick<Looked, "accept">,
): DeliveryFound[] {
  if (peers.of === "all") return [];
  const without = organisations.filter(({ parents }) => parents[peers.of] === undefined);
  if (without.length === 0 || without.length === organisations.length) return [];
  return [
    {
      check: "without-place",
      size: without.length / organisations.length,
      limit: accept["without-place"],
      message: `${without.length} of ${organisations.length} ${many} have no ${peers.of} in the directory, whose peers they would be compared with: ${someOf(without.map(({ code }) => code))}`,
      hint: "look whether the directory is whole; without a place they have other peers, or none",
    },
  ];
}

/** Organisations of the data that the directory does not have: half of it is missing, or it is of a part of the area. */
export function findNotInDirectory({ observations, accept }: Pick<Looked, "observations" | "accept">): DeliveryFound[] {
  const { codes = [], of = 0 } = observations.strangers ?? {};
  if (codes.length === 0) return [];
  return [
    {
      check: "not-in-directory",
      size: codes.length / of,
      limit: accept["not-in-directory"],
      message: `${codes.length} of ${of} organisations in the data are not in the directory: ${someOf(codes)}`,
      hint: "look whether the directory is whole; where the data are of a wider area, say so: accept: { not-in-directory: 1 } in campaign.yaml",
    },
  ];
}
