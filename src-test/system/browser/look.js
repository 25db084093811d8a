// Opens a notebook in Jupyter Notebook 6, runs all its cells in a browser and tells as JSON what a
// person would see there. Usage: node look.js URL CHROMIUM FOLDER-FOR-SCREENSHOTS

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { defineContrast } from './contrast.js';

const [url, executablePath, folder] = process.argv.slice(2);
const PATIENCE = 120_000;

// What themes for dark rooms do to this front end: text and backgrounds, and no more.
const DARK = `
  body, #site, #notebook, #notebook-container, .cell, .output_wrapper, .output, .output_area,
  .output_subarea, .rendered_html, .rendered_html table, .rendered_html tr, .rendered_html td,
  .rendered_html th, .output_text pre, .output_stream, .output_error, .output_stderr {
    background: #111111 !important; color: #e0e0e0 !important; }`;

// In the page: what an output looks like. The contrast is that of the least readable text.
function lookAt() {
  const textElements = (root) => [...root.querySelectorAll('*')].filter((element) =>
    [...element.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim()));
  return [...document.querySelectorAll('.code_cell')].map((cell) => {
    const output = cell.querySelector('.output');
    return {
      text: output.innerText,
      // Prompts are the front end's own, and ANSI colours are each theme's own choice.
      contrast: Math.min(...[...output.querySelectorAll('.output_subarea')]
        .flatMap((area) => [area, ...textElements(area)])
        .filter((element) => !/(^| )ansi-/.test(element.className)).map(window.contrastOf), 21),
      images: [...output.querySelectorAll('img')]
        .map((image) => [image.naturalWidth, image.naturalHeight]),
      columns: [...output.querySelectorAll('tbody tr:first-child td')]
        .map((value) => getComputedStyle(value).textAlign),
      bars: [...output.querySelectorAll('progress')].map((bar) => bar.value / bar.max),
      spills: output.scrollWidth > cell.scrollWidth,
    };
  });
}

async function main() {
  await mkdir(folder, { recursive: true });
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1100, height: 3800 } });
    page.setDefaultTimeout(PATIENCE);
    const shot = async (name) =>
      page.locator('#notebook-container').screenshot({ path: join(folder, `${name}.png`) });
    await page.addInitScript(defineContrast);
    await page.goto(url);
    await page.waitForFunction(() => window.Jupyter?.notebook?.kernel?.is_connected());
    await page.evaluate(() => window.Jupyter.notebook.execute_all_cells());
    // The bar of a training that runs, somewhere between its ends.
    await page.waitForFunction(() => {
      const bar = document.querySelector('.output progress[value]');
      return bar && bar.value > 0 && bar.value < bar.max
        && bar.closest('.output_subarea').innerText.includes('left');
    });
    const during = (await page.evaluate(lookAt)).find((cell) => cell.bars.length > 0);
    await shot('training');
    await page.waitForFunction(() => window.Jupyter.notebook.get_cells().every(
      (cell) => cell.cell_type !== 'code' || typeof cell.input_prompt_number === 'number'));
    await page.waitForFunction(() =>
      [...document.querySelectorAll('.output img')].every((image) => image.complete));
    const light = await page.evaluate(lookAt);
    await shot('light');
    await page.addStyleTag({ content: DARK });
    const dark = await page.evaluate(lookAt);
    await shot('dark');
    const attacked = await page.evaluate(() => window.attacked === true);
    console.log(JSON.stringify({ during, light, dark, attacked }));
  } finally {
    await browser.close();
  }
}

await main();
