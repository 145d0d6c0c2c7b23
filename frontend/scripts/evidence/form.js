// The photos of the camera in the form of an act: shown in a list, put to the files that are sent, and kept here until
// the server has them. Without a network the form waits, and goes out when there is one.
import { copyOf, every, maybe, part, the } from "../dom.js";
import { dropForm, fileOf, keepForm, keptForm, remove } from "./store.js";
import { arrived, tell } from "./telling.js";

const AGAIN = 15000; // milliseconds, between two tries while a form waits
const NOT_KEPT = new Set(["csrfmiddlewaretoken", "version"]);

/**
 * @typedef {{ report: string, officer: string, captureUrl: string }} Here
 */

/** Puts values back into the fields that a form has. @param {HTMLFormElement} form @param {FormFields} fields */
function fill(form, fields) {
  for (const [name, value] of fields) {
    for (const field of every(form, `[name="${name}"]`, HTMLElement)) {
      if (field instanceof HTMLInputElement && ["checkbox", "radio"].includes(field.type)) {
        field.checked = field.checked || field.value === value;
      } else if (
        (field instanceof HTMLInputElement && field.type !== "file") ||
        field instanceof HTMLTextAreaElement ||
        field instanceof HTMLSelectElement
      ) {
        field.value = value;
      }
    }
  }
}

/** @param {HTMLFormElement} form @returns {FormFields} */
function fieldsOf(form) {
  /** @type {FormFields} */
  const found = [];
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !NOT_KEPT.has(name)) found.push([name, value]);
  }
  return found;
}

/** The part of one form that takes photos of the camera. */
export class EvidenceForm {
  /** @type {Map<string, { row: PhotoRow, file: File, item: HTMLElement }>} */
  #shown = new Map();
  /** @type {File[]} */
  #chosen = []; // from the gallery
  #isReady = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {HTMLFormElement} form
   * @param {Here} here
   */
  constructor(form, here) {
    this.form = form;
    this.here = here;
    this.box = part(form, "[data-evidence]");
    this.input = the(form, "input[type=file]", HTMLInputElement);
    // Of two forms of one act on a page, each has its own photos.
    this.act = form.dataset.evidenceAct ?? the(form, "[name=act]", HTMLInputElement).value;
    this.input.addEventListener("change", () => {
      this.#chosen = [...(this.input.files ?? [])];
      this.#sync();
    });
    // Before anything else that hears of it: a form that waits was not sent.
    document.addEventListener("submit", (event) => this.#hold(event), true);
    window.addEventListener("online", () => this.#goOn());
    window.addEventListener("pageshow", () => {
      this.#isReady = false;
    });
  }

  /** @param {string} words */
  say(words) {
    part(this.box, "[data-evidence-says]").textContent = words;
  }

  /** Shows a photo and puts it to the files that are sent. @param {PhotoRow} row */
  async add(row) {
    if (this.#shown.has(row.id)) return;
    const file = await fileOf(row);
    const item = copyOf(the(this.box, "template", HTMLTemplateElement));
    const picture = the(item, "img", HTMLImageElement);
    picture.src = URL.createObjectURL(file);
    picture.onload = () => URL.revokeObjectURL(picture.src);
    part(item, "[data-remove]").addEventListener("click", () => this.#remove(row.id));
    part(this.box, "[data-evidence-list]").append(item);
    this.#shown.set(row.id, { row, file, item });
    this.#label(item, row);
    this.#sync();
    await this.#tell(row.id);
  }

  /** What was sent without a network before the page was loaded anew goes out now. */
  async goOnWithKept() {
    const fields = await keptForm(this.here, this.act);
    if (!fields) return;
    fill(this.form, fields);
    if (this.#shown.size) await this.#send(null);
    else await dropForm(this.here, this.act);
  }

  #sync() {
    const transfer = new DataTransfer();
    const own = [...this.#shown.values()].map((one) => one.file);
    for (const file of [...this.#chosen, ...own]) transfer.items.add(file);
    this.input.files = transfer.files;
  }

  /** @param {HTMLElement} item @param {PhotoRow} row */
  #label(item, row) {
    part(item, "[data-row-says]").textContent = row.noted || (this.box.dataset.notNoted ?? "");
  }

  /** @param {string} id */
  async #remove(id) {
    this.#shown.get(id)?.item.remove();
    this.#shown.delete(id);
    this.#sync();
    await remove("photos", id);
    part(this.box, "[data-open-camera]").focus();
  }

  /** Whether the server knows of it. @param {string} id */
  async #tell(id) {
    const one = this.#shown.get(id);
    const told = one && (await tell(this.here.captureUrl, one.row));
    if (!one || !told) return false;
    one.row = told;
    this.#label(one.item, told);
    return true;
  }

  /** Whether all is told and the server answers. */
  async #isTold() {
    for (const id of this.#shown.keys()) if (!(await this.#tell(id))) return false;
    const rows = [...this.#shown.values()].map((one) => one.row);
    return Boolean(await arrived(this.here.captureUrl, rows));
  }

  /** @param {SubmitEvent} event */
  #hold(event) {
    if (event.target !== this.form || this.#isReady || !this.#shown.size) return;
    event.preventDefault();
    event.stopPropagation();
    this.#send(event.submitter);
  }

  /** @param {HTMLElement | null} submitter */
  async #send(submitter) {
    clearTimeout(this.#timer);
    if (await this.#isTold()) {
      await dropForm(this.here, this.act);
      this.#isReady = true;
      this.say("");
      if (this.form.requestSubmit) this.form.requestSubmit(submitter?.isConnected ? submitter : undefined);
      else this.form.submit(); // Safari of before 2022
      return;
    }
    this.say(this.box.dataset.waits ?? "");
    await keepForm(this.here, this.act, fieldsOf(this.form));
    this.#timer = setTimeout(() => this.#send(submitter), AGAIN);
  }

  async #goOn() {
    if (await keptForm(this.here, this.act)) await this.#send(null);
    else for (const id of this.#shown.keys()) await this.#tell(id);
  }
}

/** Opens the fold of an act, whose form is asked for then. @param {string} act */
export function openFold(act) {
  const fold = maybe(document, `details[data-act="${act}"]`, HTMLDetailsElement);
  if (fold) fold.open = true;
}
