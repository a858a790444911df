import type { SendSettings } from "../input/send/settings.ts";

/** Time, as a mailing asks for it: a test gives its own. */
export type Clock = {
  now(): number; // milliseconds since 1970
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>; // ends at once where the signal is given
};

/** The clock of this machine. */
export const realClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", end);
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      signal?.addEventListener("abort", end);
    }),
};

const minute = 60_000;
const day = 24 * 60 * minute;

/**
 * When the next email may leave, in milliseconds since 1970: not before `now`, no more in any minute and in any 24 hours than the
 * server takes, and only while the window is open. `sent` are the times of all that were tried, in order.
 */
export function nextTime(
  sent: readonly number[],
  now: number,
  { rate, window }: Pick<SendSettings, "rate" | "window">,
): number {
  const free = (most: number, within: number) => (sent.length < most ? 0 : sent.at(-most)! + within);
  const earliest = Math.max(now, free(rate.minute, minute), free(rate.day, day));
  return window ? whenOpen(earliest, window) : earliest;
}

type SendWindow = NonNullable<SendSettings["window"]>;

/** The first time from `time` on at which a window is open, looked for by the minute: clocks that change are the zone's. */
function whenOpen(time: number, window: SendWindow): number {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: window.zone,
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const isOpen = (at: number) => {
    const found = Object.fromEntries(parts.formatToParts(at).map(({ type, value }) => [type, value]));
    const clock = `${found.hour}:${found.minute}`;
    return (
      window.days.some((each) => each === found.weekday?.toLowerCase()) && clock >= window.from && clock < window.to
    );
  };
  if (isOpen(time)) return time;
  for (let at = Math.ceil(time / minute) * minute; at < time + 8 * day; at += minute) if (isOpen(at)) return at;
  throw new Error("the window never opens");
}
