import { numbered } from "./numbered.ts";

/** Progress on stderr: a bar with rate and time left on a terminal, plain lines elsewhere. */
export type Progress = {
  start(total: number): void;
  step(code: string, failed: string | undefined): void;
  end(): void;
};

/** What is asked of a stream: whether a person sees it, and to write. */
export type Terminal = { isTTY?: boolean; write: (text: string) => boolean };

const width = 30;

export function openProgress(
  stream: Terminal = process.stderr,
  clock: () => number = () => performance.now(),
  now: () => Date = () => new Date(),
): Progress {
  let total = 0;
  let done = 0;
  let failures = 0;
  let begun = 0;
  let shown = 0;
  const failed: string[] = []; // since the last line
  const isTerminal = stream.isTTY === true;
  return { start, step, end };

  function start(count: number): void {
    total = count;
    begun = clock();
    if (!isTerminal) line(`making ${numbered(count, "report")}`);
  }

  function step(code: string, failure: string | undefined): void {
    done++;
    if (failure !== undefined) {
      failures++;
      failed.push(code);
    }
    if (isTerminal && (clock() - shown > 100 || done === total)) {
      shown = clock();
      stream.write(`\r${barText({ done, total, failures, seconds: (clock() - begun) / 1000 })}\u001b[K`);
    } else if (!isTerminal && isMilestone(done, total)) {
      const since = failed.splice(0);
      line(`${done} of ${numbered(total, "report")}${since.length > 0 ? `; failed: ${listed(since)}` : ""}`);
    }
  }

  /** A line of a log says when. */
  function line(text: string): void {
    stream.write(`${now().toISOString().slice(0, 19)}Z  ${text}\n`);
  }

  function end(): void {
    if (isTerminal && done > 0) stream.write("\n");
  }
}

function listed(codes: readonly string[]): string {
  const more = codes.length > most ? ` and ${codes.length - most} more` : "";
  return `${codes.slice(0, most).join(", ")}${more}`;
}

const most = 5; // codes named in a line

type ProgressState = { done: number; total: number; failures: number; seconds: number };

/** `████████░░░░  120 of 276  14.2 a second  11 s left` */
export function barText({ done, total, failures, seconds }: ProgressState): string {
  const filled = total === 0 ? width : Math.round((done / total) * width);
  const rate = seconds > 0 ? done / seconds : 0;
  const left = rate > 0 ? Math.ceil((total - done) / rate) : undefined;
  return [
    "█".repeat(filled) + "░".repeat(width - filled),
    `${done} of ${total}`,
    `${rate.toFixed(1)} a second`,
    ...(left === undefined || done === total ? [] : [`${left} s left`]),
    ...(failures > 0 ? [`${failures} failed`] : []),
  ].join("  ");
}

/** Every tenth of the way, and the end. */
function isMilestone(done: number, total: number): boolean {
  return done === total || Math.floor((done * 10) / total) > Math.floor(((done - 1) * 10) / total);
}
