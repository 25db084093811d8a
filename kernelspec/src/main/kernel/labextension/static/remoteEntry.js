// Highlights SQLFlow's keywords in SQL cells, for JupyterLab 4 and Notebook 7: TO TRAIN, SHOW MODELS, the magic line.
// JupyterLab loads this file: a module federation container, written by hand and not built.
(() => {
  const NAME = 'sqlflow-highlighting';
  const VERB = 'TRAIN|PREDICT|EVALUATE|EXPLAIN|DESCRIBE|RETRAIN|COMPARE|MONITOR';
  const WORDS = new RegExp(
    `\\bTO\\s+(?:${VERB})\\b|` +
      '\\b(?:SHOW|DESCRIBE|DROP|ALTER|EXPORT|IMPORT)\\s+(?:MODELS?|TRAIN|VERSIONS)\\b',
    'gi'
  );
  const MAGIC = /^\s*%{1,2}(?:sqlflow|java|jars|maven)\b.*/;
  const LITERAL = /Comment|String|Quoted/;
  let shared = {};

  const required = async (name) => {
    const versions = Object.values(shared[name] || {});
    if (versions.length === 0) throw new Error(`${NAME}: JupyterLab does not share ${name}`);
    return (await versions[versions.length - 1].get())();
  };

  const highlighter = ({ Decoration, ViewPlugin }, { language, syntaxTree }) => {
    const word = Decoration.mark({ class: 'cm-sqlflow-word' });
    const magic = Decoration.mark({ class: 'cm-sqlflow-magic' });
    const marks = (view) => {
      const found = [];
      const known = view.state.facet(language);
      if (!known || known.name !== 'sql') return Decoration.none;
      const text = view.state.doc.toString();
      const first = MAGIC.exec(text);
      const start = first ? first[0].length : 0;
      if (first) found.push(magic.range(0, start));
      const tree = syntaxTree(view.state);
      for (const at of text.matchAll(WORDS)) {
        if (at.index >= start && !LITERAL.test(tree.resolveInner(at.index, 1).name)) {
          found.push(word.range(at.index, at.index + at[0].length));
        }
      }
      return Decoration.set(found);
    };
    return ViewPlugin.fromClass(
      class {
        constructor(view) {
          this.marks = marks(view);
        }

        update(update) {
          const before = syntaxTree(update.startState);
          if (update.docChanged || before !== syntaxTree(update.state)) this.marks = marks(update.view);
        }
      },
      { decorations: (plugin) => plugin.marks }
    );
  };

  const style = () => {
    const sheet = document.createElement('style');
    sheet.textContent =
      '.cm-sqlflow-word, .cm-sqlflow-word * {' +
      ' color: var(--jp-mirror-editor-keyword-color) !important; font-weight: bold; }' +
      '.cm-sqlflow-magic, .cm-sqlflow-magic * {' +
      ' color: var(--jp-mirror-editor-meta-color) !important; font-style: normal; }';
    document.head.appendChild(sheet);
  };

  const extension = async () => {
    const [{ IEditorExtensionRegistry, EditorExtensionRegistry }, view, languages] = await Promise.all(
      ['@jupyterlab/codemirror', '@codemirror/view', '@codemirror/language'].map(required)
    );
    const plugin = {
      id: `${NAME}:plugin`,
      description: 'Highlights the keywords of SQLFlow.',
      autoStart: true,
      requires: [IEditorExtensionRegistry],
      activate: (app, extensions) => {
        style();
        const mark = highlighter(view, languages);
        extensions.addExtension({
          name: NAME,
          factory: () => EditorExtensionRegistry.createImmutableExtension(mark),
        });
      },
    };
    return () => ({ __esModule: true, default: plugin });
  };

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB[NAME] = {
    init: (scope) => {
      shared = scope;
    },
    get: (module) =>
      module === './extension' ? extension() : Promise.reject(new Error(`${NAME} has no ${module}`)),
  };
})();
