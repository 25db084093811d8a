// Opens a page of a notebook in a browser, touches all of its outputs and tells as JSON what in them
// ran or could run. Usage: node attack.js FILE CHROMIUM SCREENSHOT TEXT...

import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [file, executablePath, screenshot, ...texts] = process.argv.slice(2);

// What nbconvert's own page loads.
const OWN_HOSTS = ['cdnjs.cloudflare.com'];

// In the page, before anything of it: whatever calls one of these has run.
function listen() {
  window.ran = [];
  for (const name of ['alert', 'confirm', 'prompt', 'print', 'open']) {
    window[name] = (...given) => { window.ran.push(`${name} ${given}`); };
  }
}

// In the page: everything a hand can do to an output.
function touch() {
  const events = ['mouseover', 'mouseenter', 'mousemove', 'mousedown', 'mouseup', 'click',
    'dblclick', 'focus', 'blur', 'keydown', 'wheel', 'toggle', 'animationstart', 'pageshow'];
  const outputs = [...document.querySelectorAll('.jp-OutputArea-output, .output')];
  for (const element of outputs.flatMap((output) => [output, ...output.querySelectorAll('*')])) {
    for (const name of events) {
      element.dispatchEvent(new Event(name, { bubbles: true, cancelable: true }));
    }
  }
  return outputs.length;
}

// In the page: elements and attributes that are no text, number or picture of ours.
function foreign() {
  const allowed = ['DIV', 'PRE', 'SPAN', 'B', 'BR', 'P', 'TABLE', 'THEAD', 'TBODY', 'TFOOT', 'TR',
    'TH', 'TD', 'CAPTION', 'IMG', 'SMALL', 'DETAILS', 'SUMMARY', 'STYLE', 'CODE', 'H4', 'PROGRESS'];
  const found = [];
  for (const element of document.querySelectorAll(
    '.jp-OutputArea-output *, .output_subarea *')) {
    if (!allowed.includes(element.tagName)) found.push(element.outerHTML.slice(0, 200));
    for (const { name, value } of element.attributes) {
      const runs = /^on/i.test(name) || /^\s*(javascript|vbscript|data:text)/i.test(value);
      const loads = name === 'src' && !value.startsWith('data:image/png;base64,');
      if (runs || loads || /url\(|expression\(/i.test(name === 'style' ? value : '')) {
        found.push(element.outerHTML.slice(0, 200));
      }
    }
  }
  return found;
}

const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  const page = await browser.newPage({ viewport: { width: 1100, height: 1600 } });
  const asked = [];
  await page.route('**/*', (route) => {
    const url = new URL(route.request().url());
    if (url.protocol === 'file:' || url.protocol === 'data:') return route.continue();
    if (!OWN_HOSTS.includes(url.hostname)) asked.push(url.href);
    return route.abort();
  });
  page.on('dialog', (dialog) => { asked.push(`dialog ${dialog.message()}`); dialog.dismiss(); });
  await page.addInitScript(listen);
  await page.goto(pathToFileURL(file).href, { waitUntil: 'load', timeout: 120_000 });
  const outputs = await page.evaluate(touch);
  await page.waitForTimeout(500); // for what a handler puts off
  const ran = await page.evaluate(() => window.ran);
  const attacked = await page.evaluate(() => window.attacked === true);
  const shown = await page.evaluate((wanted) =>
    wanted.filter((text) => document.body.textContent.includes(text)), texts);
  const elements = await page.evaluate(foreign);
  const place = page.url() === pathToFileURL(file).href;
  await page.screenshot({ path: screenshot });
  console.log(JSON.stringify({ outputs, ran, attacked, asked, elements, shown, place }));
} finally {
  await browser.close();
}
