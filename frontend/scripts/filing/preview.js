// What the public will see, from the fields as they stand: text only, through textContent.

function part(tag, className, text) {
  const node = document.createElement(tag);
  node.className = className;
  node.textContent = text;
  return node;
}

const chosenLabel = (select) => (select?.value ? select.selectedOptions[0].textContent.trim() : "");

/** What was answered to the questions of the category: published like the words. */
function answers(form) {
  const given = [...form.querySelectorAll("[data-questions] [name]")].filter((field) => field.value.trim());
  return given.map((field) => {
    const question = field.labels[0].firstChild.textContent.trim();
    return part(
      "p",
      "small",
      `${question}${question.endsWith("?") ? "" : ":"} ${chosenLabel(field.options ? field : null) || field.value}`,
    );
  });
}

/** Returns the function that draws the preview anew. */
export function preview(form, photos) {
  const card = form.querySelector("[data-preview-card]");
  form.querySelector("[data-preview]").hidden = false;

  return function refresh() {
    const { text, category, area, visibility } = form.elements;
    if (visibility.value === "confidential") {
      card.replaceChildren(part("p", "", card.dataset.confidential));
      return;
    }
    const facts = [chosenLabel(category), chosenLabel(area) || card.dataset.noPlace];
    if (photos.count()) facts.push(card.dataset.photos.replace("{count}", photos.count()));
    card.replaceChildren(
      part("p", "small muted", facts.filter(Boolean).join(" · ")),
      part("p", "user-text", text.value.trim() || card.dataset.noText),
      ...answers(form),
    );
  };
}
