// What a browser keeps, as the rows of its stores.

interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  data: ArrayBuffer;
}

interface SealedFile extends Sealed {
  name: string;
  type: string;
  size: number;
}

type FormFields = [name: string, value: string][];

/** A file of a report on its way: so many of its bytes are with the server. */
interface OutboxFile extends SealedFile {
  id: string;
  sent: number;
  isDone?: boolean;
}

type OutboxState = "kept" | "sending" | "received" | "refused";

/** A report that waits on a phone. */
interface OutboxRow {
  id: string;
  at: number;
  touched: number;
  state: OutboxState;
  files: OutboxFile[];
  sealed: Sealed;
  number?: string;
  errors?: string[];
}

/** What is sealed in it: until it was received key and fields, then the code of its receipt. */
interface OutboxContent {
  key: string;
  fields: FormFields;
  code?: string;
}

interface Receipt {
  number: string;
  code: string;
  words: string;
  person: string;
  at: number;
}

/** A number that a counter holds ready for a day without a network. */
interface ReadyNumber {
  key: string;
  number: string;
  code: string;
  url: string;
  qr: string;
  until: string;
}

type EntryState = "kept" | "sending" | "sent" | "refused" | "renumbered";

/** A report that a counter's machine keeps. */
interface Entry {
  id: string;
  at: number;
  touched: number;
  state: EntryState;
  number: string;
  files: (SealedFile & { field: string })[];
  sealed?: Sealed;
  errors?: string[];
}

interface EntryContent {
  fields: FormFields;
  ready: ReadyNumber | null;
  key: string;
  taken: string;
  officer: string;
}

/** What is sealed of one that got another number than was printed. */
interface Renumbered {
  printed: string;
  code: string;
}

/** The answer to a pulse. */
interface Pulse {
  token?: string;
  desk?: string;
  officer?: string; // who is signed in now
  gone?: boolean;
  signedOut?: boolean;
}

/** What the server says to a report or a part of a file that was sent by a script. */
interface Said {
  number?: string;
  code?: string;
  errors?: string[];
  is_protected?: boolean;
  is_as_printed?: boolean;
  is_done?: boolean;
  offset?: number;
  desk?: string;
  numbers?: ReadyNumber[];
}

/** A word for a photo without a network. */
interface WordRow {
  id: string;
  report: string;
  officer: string;
  until: number;
  sealed: Sealed;
}

interface Challenge {
  id: string;
  word: string;
  until: string;
  words: string;
}

/** A photo of the camera in an officer's page, until its file has come to the server; `id`: its SHA-256. */
interface PhotoRow {
  id: string;
  report: string;
  officer: string;
  act: string;
  at: number;
  sealed: Sealed;
  file: SealedFile;
  /** What the server said of it; "" until it was told. */
  noted: string;
}

/** What is sealed in it: the note that the server gets. */
type PhotoNote = Record<string, string>;

/** The form of an act that is sent once there is a network. */
interface WaitingForm {
  id: string;
  report: string;
  officer: string;
  act: string;
  sealed: Sealed;
}

/** A page or picture of an officer's tasks, for a day without a network; `id`: its path. */
interface TaskPageRow {
  id: string;
  officer: string;
  at: number;
  head: Sealed;
  body: Sealed;
}

/** `waits`: for a network; `changed`: the report is another one than when it was typed; `refused`: a field is at fault. */
type TaskActState = "waits" | "changed" | "refused";

/** An act that was typed on a task's page, until the server has it. */
interface TaskActRow {
  id: string;
  officer: string;
  report: string;
  at: number;
  state: TaskActState;
  sealed: Sealed;
  files: SealedFile[];
}

/** What is sealed in it. `kind`: under which the photos of its form are kept. */
interface TaskActContent {
  label: string;
  kind: string;
  url: string;
  captureUrl: string;
  fields: FormFields;
  now?: ReportNow;
  errors?: string[];
}

/** How a report stands, as the server says it to who typed meanwhile. */
interface ReportNow {
  state: string;
  lines: { at: string; who: string; act: string; text: string }[];
}
