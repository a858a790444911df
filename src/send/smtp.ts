import { Readable } from "node:stream";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import type { SendSettings } from "../input/send/settings.ts";

/**
 * What became of one try: the server took the email; refused it for good; has not got it (refused for the time being, or was not
 * reached); or nobody knows, since the connection ended after the text of the email had begun and before it was answered. `isDown`:
 * the server was not reached; `isBarred`: it does not let us in, and asking again may lock the account.
 */
export type Try = {
  state: "handed-over" | "refused" | "queued" | "unknown";
  reply: string;
  isDown?: true;
  isBarred?: true;
};

/** An open way to a mail server. `hand` never throws, and never tries twice. */
export type MailPost = AsyncDisposable & {
  hand: (envelope: { from: string; to: string }, bytes: Uint8Array) => Promise<Try>;
};

type Server = Pick<SendSettings, "host" | "port" | "tls" | "user" | "timeout">;

/** What a test may add: the certificate of its own server. */
export type ServerOptions = { password?: string | undefined; ca?: string | undefined };

/**
 * Opens the way to a mail server. A connection is made when the first email is handed over, and kept for those after it while it
 * works. There is no pool and no queue: what is tried again, and when, the ledger decides.
 */
export function openPost(server: Server, { password, ca }: ServerOptions = {}): MailPost {
  let open: SMTPConnection | undefined;
  return { hand: tried, [Symbol.asyncDispose]: () => leave(open) };

  async function tried(envelope: { from: string; to: string }, bytes: Uint8Array): Promise<Try> {
    const kept = open?.destroyed === false ? open : undefined;
    try {
      open = kept ?? (await connect(server, { password, ca }));
    } catch (error) {
      open = undefined;
      const { code, responseCode = 0 } = error as SMTPConnection.SMTPError;
      const isBarred = code === "EAUTH" && responseCode >= 500;
      return { state: "queued", reply: said(error, password), isDown: true, ...(isBarred ? { isBarred } : {}) };
    }
    const { isOver, ...outcome } = await hand(open, envelope, bytes, password);
    if (!isOver) return outcome;
    open.close();
    open = undefined;
    return outcome.isDown && kept ? tried(envelope, bytes) : outcome; // the server ended an idle connection: nothing had left
  }
}

/** Says goodbye, and waits no longer for the answer than a moment. */
async function leave(connection: SMTPConnection | undefined): Promise<void> {
  if (!connection || connection.destroyed) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, goodbye);
    connection.once("end", () => {
      clearTimeout(timer);
      resolve();
    });
    connection.quit();
  });
  connection.close();
}

const goodbye = 1000; // milliseconds

function connect({ host, port, tls, user, timeout }: Server, { password, ca }: ServerOptions): Promise<SMTPConnection> {
  const connection = new SMTPConnection({
    host,
    port,
    secure: tls === "implicit",
    requireTLS: tls === "starttls",
    ignoreTLS: tls === "none",
    ...(ca ? { tls: { ca } } : {}),
    connectionTimeout: most(timeout, 30),
    greetingTimeout: most(timeout, 30),
    socketTimeout: timeout * 1000,
  });
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      connection.close();
      reject(error);
    };
    connection.once("error", fail);
    const ready = () => {
      connection.off("error", fail);
      connection.on("error", () => {}); // what becomes of an email is told where it is handed over
      resolve(connection);
    };
    connection.connect((error) => {
      if (error) fail(error);
      else if (user === undefined) ready();
      else
        connection.login({ credentials: { user, pass: password ?? "" } }, (refused) =>
          refused ? fail(refused) : ready(),
        );
    });
  });
}

/** One email over an open connection; `isOver` where the connection can be used no more. */
function hand(
  connection: SMTPConnection,
  { from, to }: { from: string; to: string },
  bytes: Uint8Array,
  password: string | undefined,
): Promise<Try & { isOver: boolean }> {
  let hasBegun = false; // the text is asked for once the server says that it may come
  const text = new Readable({
    read() {
      hasBegun = true;
      this.push(bytes);
      this.push(null);
    },
  });
  return new Promise((resolve) => {
    const end = (outcome: Try, isOver: boolean) => resolve({ ...outcome, isOver });
    connection.send({ from, to: [to], size: bytes.byteLength }, text, (error, info) => {
      if (!error) return end({ state: "handed-over", reply: cleaned(info.response, password) }, false);
      const { responseCode = 0 } = error as SMTPConnection.SMTPError;
      const reply = said(error, password);
      if (responseCode >= 500) return end({ state: "refused", reply }, true);
      if (responseCode >= 400) return end({ state: "queued", reply }, true);
      end(hasBegun ? { state: "unknown", reply } : { state: "queued", reply, isDown: true }, true);
    });
  });
}

/** Milliseconds: so many seconds, at most. */
function most(seconds: number, limit: number): number {
  return Math.min(seconds, limit) * 1000;
}

/** What the server answered, or else what went wrong. */
function said(error: unknown, password: string | undefined): string {
  const { response, message } = error as SMTPConnection.SMTPError;
  return cleaned(response ?? message, password);
}

/** An answer as it is kept: one line, no control characters, not long, and never the password. */
function cleaned(text: string, password: string | undefined): string {
  const line = text.replace(/[\p{C}\s]+/gu, " ").trim();
  return (password ? line.replaceAll(password, "…") : line).slice(0, 300);
}
