// The filing form. The page is one plain form that works without this; here it becomes steps with a preview.
import { steps } from "./filing/steps.js";
import { photos } from "./filing/photos.js";
import { place } from "./filing/place.js";
import { words } from "./filing/words.js";
import { preview } from "./filing/preview.js";
import { knock } from "./filing/knock.js";
import { questions } from "./questions.js";
import { sendOnce } from "./send_once.js";

const form = document.querySelector("[data-filing]");
const chosen = photos(form);
place(form);
words(form);
questions(form);
const refresh = preview(form, chosen);
steps(form, { onShow: { "step-check": refresh }, hasPhotos: () => chosen.count() > 0 });
sendOnce(form);
knock(form);

for (const group of form.querySelectorAll(".choices")) {
  const mark = () => group.querySelectorAll(".choice").forEach((choice) => choice.classList.toggle("is-chosen", choice.querySelector("input").checked));
  group.addEventListener("change", mark);
  mark();
}
