// The filing form. The page is one plain form that works without this; here it becomes steps with a preview, and goes
// on without a network.
import { every, the } from "./dom.js";
import { guess } from "./filing/guess.js";
import { photos } from "./filing/photos.js";
import { pictures } from "./filing/pictures.js";
import { place } from "./filing/place.js";
import { preview } from "./filing/preview.js";
import { privacy } from "./filing/privacy.js";
import { forgetOnReturn } from "./filing/secret.js";
import { sendEarlier, sending } from "./filing/sending.js";
import { similar } from "./filing/similar.js";
import { steps } from "./filing/steps.js";
import { voice } from "./filing/voice.js";
import { hasWords, words } from "./filing/words.js";
import { questions } from "./questions.js";
import { sendOnce } from "./send_once.js";

const form = /** @type {FilingForm} */ (the(document, "[data-filing]", HTMLFormElement));
const chosen = photos(form);
const showPlace = place(form);
const draft = words(form, chosen);
questions(form);
guess(form);
pictures(form);
const askPrivacy = privacy(form);
voice(form, chosen);
const refresh = preview(form, chosen);
const look = similar(form, draft);
const check = () => {
  refresh();
  look();
};
steps(form, {
  onShow: { "step-where": showPlace, "step-you": askPrivacy, "step-check": check },
  mayLeave: { "step-what": () => hasWords(form) },
  given: form.elements.asset.value ? ["step-where"] : [],
});
form.addEventListener("change", refresh);
forgetOnReturn(form);
sendOnce(form);
sending(form, draft);
sendEarlier(form);
if (matchMedia("(display-mode: standalone)").matches) form.elements.channel.value = "app";

for (const group of every(form, ".choices", HTMLElement)) {
  const mark = () => {
    for (const choice of every(group, ".choice", HTMLElement)) {
      choice.classList.toggle("is-chosen", the(choice, "input", HTMLInputElement).checked);
    }
  };
  group.addEventListener("change", mark);
  mark();
}
