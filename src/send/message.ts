import { randomUUID } from "node:crypto";

/*
 * An email of a run as it is handed over. The file of the run has the same bytes for the same inputs; what only sending knows is
 * put into its headers here, and nothing else of it is touched.
 */

/** What the headers of an email as made say of it. */
export type MadeMessage = { from: string; to: string | undefined; messageId: string };

/** Reads the headers of an email of a run. Throws where one that sending goes by is not there. */
export function readMade(bytes: Uint8Array): MadeMessage {
  const { fields } = taken(bytes);
  const needed = (name: string) => {
    const value = headerOf(fields, name);
    if (value === undefined) throw new Error(`the email has no ${name}`);
    return value;
  };
  const to = headerOf(fields, "To");
  return {
    from: addressIn(needed("From")),
    to: to === undefined ? undefined : addressIn(to),
    messageId: needed("Message-ID"),
  };
}

/** What sending makes of an email: when, and where it stands in place of another's. */
export type Handing = { at: Date; corrects?: string };

/**
 * The email as its recipient gets it: its Date is that of sending. A correction says so before its subject, and refers to the
 * email that it stands in place of.
 */
export function toSent(made: Uint8Array, { at, corrects }: Handing): Uint8Array {
  const { fields, rest } = taken(made);
  const dated = fields.map((field) => (nameOf(field) === "date" ? `Date: ${dateText(at)}` : field));
  if (corrects === undefined) return joined(dated, rest);
  return joined([...dated.map((field) => withMark(field, "Correction:")), `References: ${corrects}`], rest);
}

/** The email as somebody gets it who looks at it beforehand: marked, and without a way to stop that would stop its recipient's. */
export function toTest(made: Uint8Array, { at, address, code }: { at: Date; address: string; code: string }) {
  const { fields, rest } = taken(made);
  const messageId = `<test.${randomUUID()}@${(readMade(made).messageId.split("@")[1] ?? "").replace(">", "")}>`; // else a server may take it for one that it has had
  const own: Readonly<Record<string, string>> = {
    date: `Date: ${dateText(at)}`,
    to: `To: <${address}>`,
    "message-id": `Message-ID: ${messageId}`,
  };
  const kept = fields.filter((field) => !nameOf(field).startsWith("list-unsubscribe"));
  const marked = kept.map((field) => own[nameOf(field)] ?? withMark(field, `[Test ${code}]`));
  const all = kept.some((field) => nameOf(field) === "to") ? marked : [...marked, own.to!];
  return { bytes: joined(all, rest), messageId };
}

/** Header fields as they stand, folded lines together, and all after them. */
type TakenMessage = { fields: string[]; rest: Buffer };

function taken(bytes: Uint8Array): TakenMessage {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = all.indexOf("\r\n\r\n");
  if (end < 0) throw new Error("the email has no end of its headers");
  return { fields: all.toString("latin1", 0, end).split(/\r\n(?![ \t])/), rest: all.subarray(end) };
}

function joined(fields: readonly string[], rest: Buffer): Uint8Array {
  return Buffer.concat([Buffer.from(fields.join("\r\n"), "latin1"), rest]);
}

function nameOf(field: string): string {
  return field.slice(0, field.indexOf(":")).trim().toLowerCase();
}

/** The value of a header, unfolded. */
function headerOf(fields: readonly string[], name: string): string | undefined {
  const field = fields.find((each) => nameOf(each) === name.toLowerCase());
  return field
    ?.slice(field.indexOf(":") + 1)
    .replace(/\r\n/g, "")
    .trim();
}

/** A mark before a subject, on a line of its own: the subject may be in encoded words, and long. */
function withMark(field: string, mark: string): string {
  return nameOf(field) === "subject" ? `Subject: ${mark}\r\n ${field.slice(field.indexOf(":") + 1).trim()}` : field;
}

/** The one address in a header. */
function addressIn(value: string): string {
  return /<([^<>]+)>\s*$/.exec(value)?.[1] ?? value;
}

function dateText(at: Date): string {
  return at.toUTCString().replace("GMT", "+0000");
}
