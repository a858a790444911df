import PostalMime from "postal-mime";

/** A report of a mail server on what became of an email (RFC 3464). */
export type DeliveryReport = {
  to: readonly string[]; // whom it is addressed to: the mailbox for bounces, with its mark
  original?: string; // the Message-ID of the email that it tells of
  recipients: readonly { address: string; action: string; status: string; reply: string }[];
};

/** Reads a message as a report of delivery; undefined where it is none, e.g. an answer of somebody who is away. */
export async function readReport(bytes: Uint8Array): Promise<DeliveryReport | undefined> {
  const mail = await PostalMime.parse(bytes, { forceRfc822Attachments: true });
  const part = (...types: string[]) => mail.attachments.find(({ mimeType }) => types.includes(mimeType));
  const status = part("message/delivery-status", "message/global-delivery-status");
  if (!status) return undefined;
  const [, ...groups] = textOf(status.content)
    .split(/\r?\n[ \t]*\r?\n/)
    .map(fieldsOf);
  const recipients = groups.flatMap((fields) => {
    const action = fields.get("action")?.toLowerCase();
    if (!action) return [];
    const address = addressOf(fields.get("original-recipient") ?? fields.get("final-recipient") ?? "");
    const code = fields.get("status") ?? "";
    return [
      {
        address,
        action,
        status: code,
        reply: [code, addressOf(fields.get("diagnostic-code") ?? "")].filter(Boolean).join(" ").slice(0, 300),
      },
    ];
  });
  if (recipients.length === 0) return undefined;
  const returned = part(
    "message/rfc822",
    "text/rfc822-headers",
    "message/rfc822-headers",
    "message/global",
    "message/global-headers",
  );
  const original = returned
    ? fieldsOf(textOf(returned.content).split(/\r?\n\r?\n/)[0] ?? "").get("message-id")
    : undefined;
  const addressed = new Set(["to", "delivered-to", "x-original-to", "envelope-to"]);
  const to = mail.headers.flatMap(({ key, value }) =>
    addressed.has(key) ? (value.match(/[^\s<>,;:"]+@[^\s<>,;:"]+/g) ?? []) : [],
  );
  return { to, recipients, ...(original ? { original: /<[^<>]+>/.exec(original)?.[0] ?? original } : {}) };
}

/** Fields of a header, by their names in small letters; folded lines are one. */
function fieldsOf(text: string): ReadonlyMap<string, string> {
  const fields = text
    .trim()
    .replace(/\r?\n[ \t]+/g, " ")
    .split(/\r?\n/);
  return new Map(
    fields.flatMap((field) => {
      const [, name, value] = /^([\w-]+):\s*(.*)$/.exec(field) ?? [];
      return name && value !== undefined ? [[name.toLowerCase(), value.trim()] as const] : [];
    }),
  );
}

/** What follows the type of an address or a diagnosis: "rfc822; lead@practice.example". */
function addressOf(value: string): string {
  return value
    .replace(/^[\w-]+\s*;\s*/, "")
    .replace(/[\p{C}\s]+/gu, " ")
    .replace(/^<(.*)>$/, "$1")
    .trim();
}

function textOf(content: string | ArrayBuffer | Uint8Array): string {
  return typeof content === "string" ? content : Buffer.from(content as ArrayBuffer).toString("latin1");
}
