// The filing form. The page is one plain form that works without this; here it becomes steps with a preview, and goes
// on without a network.

import { guess } from "./filing/guess.js";
import { photos } from "./filing/photos.js";
import { place } from "./filing/place.js";
import { preview } from "./filing/preview.js";
import { sendEarlier, sending } from "./filing/sending.js";
import { similar } from "./filing/similar.js";
import { steps } from "./filing/steps.js";
import { voice } from "./filing/voice.js";
import { words } from "./filing/words.js";
import { questions } from "./questions.js";
import { sendOnce } from "./send_once.js";

const form = document.querySelector("[data-filing]");
const chosen = photos(form);
place(form);
const draft = words(form, chosen);
questions(form);
guess(form);
voice(form, chosen);
const refresh = preview(form, chosen);
const look = similar(form, draft);
const check = () => {
  refresh();
  look();
};
steps(form, { onShow: { "step-check": check }, hasPhotos: () => chosen.count() > 0 });
sendOnce(form);
sending(form, draft);
sendEarlier(form);
if (matchMedia("(display-mode: standalone)").matches) form.elements.channel.value = "app";

for (const group of form.querySelectorAll(".choices")) {
  const mark = () => {
    for (const choice of group.querySelectorAll(".choice")) {
      choice.classList.toggle("is-chosen", choice.querySelector("input").checked);
    }
  };
  group.addEventListener("change", mark);
  mark();
}
