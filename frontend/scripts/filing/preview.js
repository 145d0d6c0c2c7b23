// What the public will see, from the fields as they stand: text only, through textContent.
import { every, part } from "../dom.js";
import { isSecret } from "./secret.js";

/**
 * @param {string} className
 * @param {string} text
 */
function paragraph(className, text) {
  const node = document.createElement("p");
  node.className = className;
  node.textContent = text;
  return node;
}

/** @param {Field | undefined} field */
const chosenLabel = (field) =>
  field instanceof HTMLSelectElement && field.value ? field.selectedOptions[0].textContent.trim() : "";

/**
 * What was answered to the questions of the category: published like the words.
 * @param {FilingForm} form
 */
function answers(form) {
  const fields = /** @type {Field[]} */ (every(form, "[data-questions] [name]", HTMLElement));
  return fields
    .filter((field) => field.value.trim())
    .map((field) => {
      const question = field.labels?.[0]?.firstChild?.textContent?.trim() ?? "";
      const colon = question.endsWith("?") ? "" : ":";
      return paragraph("small", `${question}${colon} ${chosenLabel(field) || field.value}`);
    });
}

/**
 * The photos as they stand in the first step: those of this phone and those that the server has.
 * @param {FilingForm} form
 */
function pictures(form) {
  const list = document.createElement("ul");
  list.className = "photos";
  for (const shown of every(form, "[data-previews] img, ul[data-kept] img", HTMLImageElement)) {
    const item = document.createElement("li");
    const picture = document.createElement("img");
    picture.src = shown.src;
    picture.alt = shown.alt;
    item.append(picture);
    list.append(item);
  }
  return list;
}

/**
 * Returns the function that draws the preview anew.
 * @param {FilingForm} form
 * @param {import("./photos.js").Chosen} photos
 */
export function preview(form, photos) {
  const card = part(form, "[data-preview-card]");
  part(form, "[data-preview]").hidden = false;

  return function refresh() {
    const { text, category, area, address, latitude } = form.elements;
    const { confidential = "", noPlace = "", noText = "", photos: sayPhotos = "", point = "" } = card.dataset;
    if (isSecret(form)) {
      card.replaceChildren(paragraph("", confidential));
      return;
    }
    const place = [address?.value.trim(), chosenLabel(area)].filter(Boolean).join(", ");
    const facts = [chosenLabel(category), place || (latitude.value ? "" : noPlace), latitude.value ? point : ""];
    if (photos.count()) facts.push(sayPhotos.replace("{count}", String(photos.count())));
    card.replaceChildren(
      paragraph("small muted", facts.filter(Boolean).join(" · ")),
      paragraph("user-text", text.value.trim() || noText),
      ...answers(form),
      pictures(form),
    );
  };
}
