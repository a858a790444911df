const atom = /[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+/;
const label = /[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?/;
const top = /[A-Za-z]([A-Za-z0-9-]*[A-Za-z0-9])/; // no digits alone, which are an address of the network
const mailbox = new RegExp(`^${atom.source}(\\.${atom.source})*@(${label.source}\\.)+${top.source}$`);

/** Whether a text is one plain mailbox that any mail server takes: ASCII, no comment, no quotes, at most 254 letters (RFC 5321). */
export function isMailbox(text: string): boolean {
  return text.length <= 254 && mailbox.test(text) && text.indexOf("@") <= 64;
}

/** Mailboxes that differ in case alone are one: no mail server in use tells them apart. */
export function sameMailbox(text: string): string {
  return text.trim().toLowerCase();
}

/** Whether a mailbox is in one of these domains; "*.nhs.example" stands for all below it. */
export function isIn(address: string, domains: readonly string[]): boolean {
  const domain = sameMailbox(address).split("@").at(-1) ?? "";
  return domains.some((each) => (each.startsWith("*.") ? domain.endsWith(each.slice(1)) : domain === each));
}
