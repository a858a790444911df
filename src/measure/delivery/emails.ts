import { bareKey } from "../../input/data/near-misses.ts";
import { type DeliveryFound, someOf } from "./found.ts";
import type { Expected, Looked } from "./months.ts";

const shortest = 8; // letters and digits of a name that tells whose an address is
const enough = 5; // letters of a code

type Addressed = { code: string; name: string; email: string };

/** Recipients that share a mailbox: few may, as branches do; where many have the same, a cell was copied down. */
export function findSharedEmails(
  { organisations, many }: Expected,
  { accept }: Pick<Looked, "accept">,
): DeliveryFound[] {
  const known = addressed(organisations);
  const shared = [...Map.groupBy(known, ({ email }) => email.toLowerCase())]
    .filter(([, all]) => all.length > 1)
    .sort(([, a], [, b]) => b.length - a.length);
  if (shared.length === 0) return [];
  const count = shared.reduce((sum, [, all]) => sum + all.length, 0);
  const names = shared.map(([email, all]) => `${email} (${all.length}: ${someOf(all.map(({ code }) => code))})`);
  return [
    {
      check: "shared-emails",
      size: count / known.length,
      limit: accept["shared-emails"],
      message: `${count} of ${known.length} ${many} with an email address share it with another: ${someOf(names)}`,
      hint: "each mailbox gets the reports of all of them: look whether a cell was copied down",
    },
  ];
}

/**
 * Addresses with the code or the whole name of another organisation of the directory, and not with their own: the column has
 * slipped by a row, or was sorted alone.
 */
export function findEmailsOfOthers(
  { organisations, many }: Expected,
  directory: Iterable<{ code: string; name: string }>,
  { accept }: Pick<Looked, "accept">,
): DeliveryFound[] {
  const known = addressed(organisations);
  if (known.length === 0) return [];
  const whose = new Map<string, string | undefined>(); // undefined where several are called so
  for (const { code, name } of directory)
    for (const key of keysOf({ code, name }))
      whose.set(key, whose.has(key) && whose.get(key) !== code ? undefined : code);
  const found = known.flatMap(({ code, name, email }) => {
    const parts = email.toLowerCase().split("@").map(bare);
    const own = keysOf({ code, name });
    if (parts.some((part) => own.some((key) => part.includes(key)))) return [];
    const other = parts.flatMap((part) => stretchesOf(part)).find((stretch) => whose.get(stretch) !== undefined);
    return other === undefined ? [] : [`${code} has ${email}, of ${whose.get(other)}`];
  });
  if (found.length === 0) return [];
  return [
    {
      check: "emails-of-others",
      size: found.length / known.length,
      limit: accept["emails-of-others"],
      message: `email addresses of ${found.length} of ${known.length} ${many} have the code or the name of another: ${someOf(found)}`,
      hint: "they would get the report of that one: look whether the column has slipped by a row",
    },
  ];
}

function addressed(organisations: Expected["organisations"]): Addressed[] {
  return organisations.flatMap(({ code, name, email }) => (email ? [{ code, name, email }] : []));
}

/** What tells in an address whose it is. */
function keysOf({ code, name }: { code: string; name: string }): string[] {
  const keys = [bare(code.toLowerCase())].filter((key) => key.length >= enough);
  const called = bare(bareKey(name).toLowerCase());
  return called.length >= shortest ? [...keys, called] : keys;
}

function bare(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, "");
}

/** Every stretch of a text that may be a code or a name, the longest first. */
function stretchesOf(text: string): string[] {
  const found: string[] = [];
  for (let length = Math.min(text.length, 60); length >= enough; length--)
    for (let from = 0; from + length <= text.length; from++) found.push(text.slice(from, from + length));
  return found;
}
