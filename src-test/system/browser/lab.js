// Opens a notebook in JupyterLab, runs all its cells, looks at it in a light and in a dark theme, and
// tells as JSON what a person would see there.
// Usage: node lab.js URL CHROMIUM FOLDER-FOR-SCREENSHOTS NOTEBOOK

import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { chromium } from 'playwright-core';
import { defineContrast } from './contrast.js';

const [url, executablePath, folder, notebook] = process.argv.slice(2);
const PATIENCE = 240_000;
const TALLEST = 15_000; // pixels of a screenshot

// JupyterLab asks a debugger that most kernels do not have.
const KNOWN = ['No active debugger session'];

// In the page: what the outputs of the open notebook are. The contrast is that of the least readable
// text.
function lookAt() {
  const hasText = (element) => [...element.childNodes].some((n) =>
    n.nodeType === Node.TEXT_NODE && n.data.trim());
  // Not the menu beside a chart, not the numbers on coloured marks within it, and no labels that it hides.
  const texts = (root) => [...root.querySelectorAll('.jp-OutputArea-output *')].filter((element) =>
    hasText(element) && element.checkVisibility({ checkOpacity: true }) && !element.closest('.vega-actions, .role-mark'));
  const root = window.notebook.node;
  const cells = window.notebook.content.widgets.filter((cell) => cell.model.type === 'code');
  const least = texts(root).map((element) => [window.contrastOf(element), element.textContent.slice(0, 60)])
    .sort((a, b) => a[0] - b[0])[0] ?? [21, ''];
  return {
    cells: cells.length,
    ran: cells.filter((cell) => cell.model.executionCount !== null).length,
    errors: cells.flatMap((cell) => cell.model.outputs.toJSON())
      .filter((output) => output.output_type === 'error').map((output) => output.evalue),
    tables: root.querySelectorAll('.jp-OutputArea table').length,
    charts: root.querySelectorAll('.jp-OutputArea .vega-embed svg.marks').length,
    described: root.querySelectorAll(
      '.jp-OutputArea [role="graphics-document"][aria-label]').length,
    bars: root.querySelectorAll('.jp-OutputArea progress').length,
    words: [...root.querySelectorAll('.cm-sqlflow-word')].map((word) => word.textContent),
    magics: root.querySelectorAll('.cm-sqlflow-magic').length,
    headings: [...root.querySelectorAll('.jp-OutputArea h4')].map((heading) => heading.textContent),
    contrast: least[0],
    faintest: least[1],
    spills: [...root.querySelectorAll('.jp-OutputArea-output')]
      .some((output) => output.scrollWidth > output.clientWidth + 1
        && getComputedStyle(output).overflowX === 'visible'),
  };
}

async function open(page, notebook) {
  await page.goto(`${url}/lab?reset`);
  await page.waitForFunction(() => window.jupyterapp);
  await page.evaluate(async (path) => {
    await window.jupyterapp.restored;
    window.notebook = await window.jupyterapp.commands.execute('docmanager:open', { path });
    await window.notebook.context.ready;
    await window.notebook.context.sessionContext.ready;
    if (!window.jupyterapp.shell.leftCollapsed) window.jupyterapp.shell.collapseLeft();
  }, notebook);
}

async function visit(page, notebook) {
  await page.setViewportSize({ width: 1200, height: 1000 });
  await open(page, notebook);
  const seen = { progress: false };
  await page.evaluate(() => {
    window.finished = window.jupyterapp.commands.execute('notebook:run-all-cells').then(() => true);
    window.progressed = false;
    window.watch = setInterval(() => {
      window.progressed ||= document.querySelector('.jp-OutputArea progress') !== null;
    }, 50);
  });
  await page.evaluate(() => window.finished);
  seen.progress = await page.evaluate(() => { clearInterval(window.watch); return window.progressed; });
  // As tall as all its cells, so that each is drawn.
  const height = await page.evaluate(() =>
    Math.max(...[...window.notebook.node.querySelectorAll('*')].map((node) => node.scrollHeight)));
  await page.setViewportSize({ width: 1200, height: Math.min(TALLEST, height + 200) });
  await page.waitForFunction(() => window.notebook.content.widgets.every((cell) => cell.isVisible));
  await page.evaluate(() => {
    for (const node of window.notebook.node.querySelectorAll('*')) node.scrollTop = 0;
  });
  const name = basename(notebook, '.ipynb');
  for (const theme of ['Light', 'Dark']) {
    await page.evaluate((to) => window.jupyterapp.commands.execute('apputils:change-theme',
      { theme: `JupyterLab ${to}` }), theme);
    await page.waitForFunction((light) => document.body.dataset.jpThemeLight === String(light),
      theme === 'Light');
    await page.waitForTimeout(1500); // for charts that are drawn after their cell is shown
    seen[theme.toLowerCase()] = await page.evaluate(lookAt);
    await page.screenshot({ path: join(folder, `${name}-${theme.toLowerCase()}.png`) });
  }
  await page.evaluate(async () => {
    await window.jupyterapp.commands.execute('docmanager:save');
    await window.notebook.context.sessionContext.shutdown();
  });
  return seen;
}

async function main() {
  await mkdir(folder, { recursive: true });
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(PATIENCE);
    await page.addInitScript(defineContrast);
    const pageErrors = [];
    page.on('pageerror', (error) => {
      if (!KNOWN.some((known) => String(error).includes(known))) pageErrors.push(String(error));
    });
    console.log(JSON.stringify({ ...await visit(page, notebook), pageErrors }));
  } finally {
    await browser.close();
  }
}

await main();
