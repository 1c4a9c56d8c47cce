/* global document, getComputedStyle */
// Runs in the page: what has the focus, by the name that people know it by, and how that is shown.
(() => {
  const { activeElement } = document;
  const name = activeElement.labels?.[0]?.innerText ?? activeElement.innerText ?? '';
  return { name, outline: getComputedStyle(activeElement).outlineStyle };
})();
