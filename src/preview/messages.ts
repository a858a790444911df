import type { Channel } from "../input/campaign/campaign.ts";
import type { Problem } from "../problem.ts";
import type { DiffRun } from "../trial/differences/word-diff.ts";
import type { SideBySide } from "./comparison.ts";
import type { DataAnswer } from "./data-page.ts";
import type { MailSizes } from "./documents.ts";
import type { EditField } from "./edit.ts";
import type { EditEntry } from "./edit-entry.ts";
import type { EditForm } from "./edit-form.ts";
import type { CycleSeen } from "./edition.ts";
import type { Overview } from "./overview.ts";
import type { AuthoredItem, Reasons } from "./reasons.ts";
import type { SourceLines } from "./source.ts";
import type { ArmView, TrialView } from "./trial-view.ts";
import type { Wordings } from "./wordings.ts";

/** What the server says to the page as JSON, by path. Both sides are checked against this. */
export type Answers = {
  "/api/state": StudioState;
  "/api/overview": Versioned<Overview>;
  "/api/report": ReportAnswer;
  "/api/findings": Versioned<{ cycle: string; code: string; findings: readonly Problem[] }>;
  "/api/differences": Versioned<Differences>;
  "/api/source": SourceLines;
  "/api/wordings": Versioned<Wordings>;
  "/api/fields": FieldsAnswer;
  "/api/data": DataAnswer;
};

/** An answer of the view that it was made from; a later view has a greater number. */
export type Versioned<T> = T & { version: number };

/** What may be changed of an item of a file, and the file's state by which a change is held to it. */
export type FieldsAnswer = EditForm & { file: string; state: string };

/**
 * A change of one field, list or map, as the page posts it to "/api/edit"; `state` is that of the file when its fields were read. Entries
 * of a list count from 0; a setting comes into the map at the path, or leaves it.
 */
export type ListChange = { file: string; line: number; state: string; path: string } & (
  | { value: EditField["value"] }
  | { move: { from: number; to: number } }
  | { remove: { from: number } }
  | { add: { to: number; entry: EditEntry } }
  | { set: { key: string; value: EditEntry } }
  | { unset: { key: string } }
);

/** What was changed, by "/api/edit" or "/api/undo". */
export type FileChanged = { file: string; state: string; undoes: number }; // undoes: how many changes can be taken back

/** Any path's answer to a question that it cannot answer, with a status of 4xx or 5xx. */
export type Refusal = { error: string };

/** The campaign or trial, its cycles, and what is wrong. Small, and asked for at every change. Instants are ISO. */
export type StudioState = {
  version: number; // 0 before there is a view
  stage: string | null; // what is being done until then
  problems: readonly Problem[]; // that keep a newer view from being shown
  brokenSince: string | null;
  findings: readonly Problem[];
  isChecked: boolean; // whether these are all
  drawn: string | null;
  took: number | null; // ms from the save that was seen to the view
  campaign: { id: string; title: string; channels: readonly Channel[] } | null;
  documents: readonly AuthoredItem[]; // campaigns, indicators and trials, which are changed as a whole
  undoes: number; // changes from the page that can be taken back
  trial: TrialView | null;
  cycles: readonly CycleAnswer[];
  cycle: string | null; // the last whose data are there
};

export type CycleAnswer = CycleSeen;

/** One recipient: its report with its reasons, or why there is none. */
export type ReportAnswer = AboutPage &
  (MadeAnswer | { state: "without"; reason: string } | { state: "failed"; message: string });

type AboutPage = Versioned<{
  cycle: string;
  code: string;
  channels: readonly Channel[];
  arm?: ArmView; // of a trial
  recipient: Recipient;
}>;

export type Recipient = { name: string; place: string; network?: string; patients?: string }; // "7,994"

export type MadeAnswer = {
  state: "report";
  period: string;
  mail: {
    subject: string;
    preheader: string;
    title: string;
    from: { name: string; address: string };
    to: string | null;
  };
  reasons: Reasons;
  text: string | null; // of an email
  sizes: MailSizes | null;
};

/** In what two arms differ for one recipient, and their plain texts word by word. */
export type Differences = SideBySide & { arm: string; with: string; text: readonly DiffRun[] | null };
