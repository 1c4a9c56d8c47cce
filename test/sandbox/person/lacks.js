/* global document, getComputedStyle */
// Runs in the page and is read as text: the tests have no types of the browser.
(() => {
  const found = [];
  const all = (selector) => [...document.querySelectorAll(selector)];
  const say = (what, element) => found.push(`${what} ${element?.outerHTML.slice(0, 90) ?? ''}`);

  if (document.documentElement.lang === '') say('no language');
  if (document.title === '') say('no title');
  if (all('h1').length !== 1) say('not one h1');
  let level = 0;
  for (const heading of all('h1,h2,h3,h4,h5,h6')) {
    const own = Number(heading.tagName.slice(1));
    if (own > level + 1) say('heading out of order', heading);
    level = own;
  }
  for (const field of all('input:not([type=hidden]),select,textarea'))
    if (!field.labels?.length) say('no label', field);
  for (const link of all('a,button')) if (link.innerText.trim() === '') say('no name', link);
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) say(`wider than the screen by ${scrollWidth - clientWidth}`);

  // WCAG 2: relative luminance, and a contrast of 4.5 for all text.
  const channels = (color) => (color.match(/[\d.]+/g) ?? []).map(Number);
  const light = (color) => {
    const [red, green, blue] = channels(color).map((channel) => {
      const part = channel / 255;
      return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const behind = (element) => {
    if (element === null) return 'rgb(255, 255, 255)';
    const { backgroundColor } = getComputedStyle(element);
    return channels(backgroundColor)[3] === 0 ? behind(element.parentElement) : backgroundColor;
  };
  for (const element of all('body *')) {
    if (![...element.childNodes].some((node) => node.nodeType === 3 && node.nodeValue.trim() !== ''))
      continue;
    const both = [light(getComputedStyle(element).color), light(behind(element))];
    const contrast = (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
    if (contrast < 4.5) say(`contrast ${contrast.toFixed(2)}`, element);
  }
  return found;
})();
