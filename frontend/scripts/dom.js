// What a page holds, with its type. Templates and scripts belong together: an element that must be there and is not is
// said by its selector, instead of by whatever would be done to it next.

/**
 * @template {Element} T
 * @typedef {{ prototype: T, new (): T }} Kind
 */

/**
 * The first element that fits, where there is one of this kind.
 * @template {Element} T
 * @param {ParentNode} root
 * @param {string} selector
 * @param {Kind<T>} kind
 * @returns {T | null}
 */
export function maybe(root, selector, kind) {
  const found = root.querySelector(selector);
  return found instanceof kind ? found : null;
}

/**
 * The element that must be there. Throws where it is not.
 * @template {Element} T
 * @param {ParentNode} root
 * @param {string} selector
 * @param {Kind<T>} kind
 * @returns {T}
 */
export function the(root, selector, kind) {
  const found = maybe(root, selector, kind);
  if (!found) throw new Error(`the page holds no ${selector}`);
  return found;
}

/**
 * As `the`, where nothing but what every element of HTML can do is asked of it.
 * @param {ParentNode} root
 * @param {string} selector
 */
export const part = (root, selector) => the(root, selector, HTMLElement);

/**
 * All that fit.
 * @template {Element} T
 * @param {ParentNode} root
 * @param {string} selector
 * @param {Kind<T>} kind
 * @returns {T[]}
 */
export function every(root, selector, kind) {
  /** @param {Element} one @returns {one is T} */
  const fits = (one) => one instanceof kind;
  return [...root.querySelectorAll(selector)].filter(fits);
}

/**
 * A new copy of what a template holds.
 * @param {HTMLTemplateElement} template
 */
export function copyOf(template) {
  const copy = template.content.firstElementChild?.cloneNode(true);
  if (!(copy instanceof HTMLElement)) throw new Error("the template is empty");
  return copy;
}

/**
 * What an event happened to.
 * @param {Event} event
 */
export const targetOf = (event) => /** @type {HTMLElement} */ (event.target);
