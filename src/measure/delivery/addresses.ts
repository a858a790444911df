import type { Campaign } from "../../input/campaign/campaign.ts";
import { bareKey } from "../../input/data/near-misses.ts";
import { type DeliveryFound, someOf } from "./found.ts";
import type { Expected, Looked } from "./months.ts";

/*
 * Whether letters find their way: an address each, with a postcode where others have one, and not one for many.
 */

const crowd = 6; // organisations at one address; a health centre has two or three

/** Organisations of which six or more stand at one address: a cell was copied down, or it is the sender's own. */
export function findSharedAddresses(
  { organisations, many }: Expected,
  { accept }: Pick<Looked, "accept">,
): DeliveryFound[] {
  const known = organisations.filter(({ address }) => address.length > 0);
  const at = ({ address, postcode = "" }: (typeof known)[number]) => bareKey([...address, postcode].join(" "));
  const shared = [...Map.groupBy(known, at).values()]
    .filter((all) => all.length >= crowd)
    .sort((a, b) => b.length - a.length);
  if (shared.length === 0) return [];
  const count = shared.reduce((sum, all) => sum + all.length, 0);
  const names = shared.map((all) => `${all[0]!.address[0]} (${all.length}: ${someOf(all.map(({ code }) => code))})`);
  return [
    {
      check: "shared-addresses",
      size: count / known.length,
      limit: accept["shared-addresses"],
      message: `${count} of ${known.length} ${many} stand at an address with ${crowd - 1} others or more: ${someOf(names)}`,
      hint: "each letter goes there: look whether a cell was copied down",
    },
  ];
}

/** Organisations that the post would not find, where reports go by post: without an address, or without a postcode where most have one. */
export function findWithoutAddress(
  { organisations, many }: Expected,
  { delivery }: Pick<Campaign, "delivery">,
  { accept }: Pick<Looked, "accept">,
): DeliveryFound[] {
  if (!delivery?.by.includes("post")) return [];
  const lack = ({ postcode }: Expected["organisations"][number]) => postcode === undefined;
  const isUsual = organisations.filter(lack).length < organisations.length / 2;
  const found = organisations.filter((each) => each.address.length === 0 || (isUsual && lack(each)));
  if (found.length === 0 || found.length === organisations.length) return []; // of nobody: each page says so
  return [
    {
      check: "without-address",
      size: found.length / organisations.length,
      limit: accept["without-address"],
      message: `${found.length} of ${organisations.length} ${many} have no address, or none with a postcode, and their reports go by post: ${someOf(found.map(({ code }) => code))}`,
      hint: "give both in the directory, or the print house leaves these letters out",
    },
  ];
}
