'use strict';
// The rows and the writes of the page, as tables to search, sort and open. All texts become text nodes, never markup.
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const say = (name, ...values) => values.reduce((text, value, i) => text.replace('{' + i + '}', value), data.texts[name]);
  const language = document.documentElement.lang;
  const collator = new Intl.Collator(language, { numeric: true, sensitivity: 'base' });
  const format = new Intl.NumberFormat(language);
  const outcomes = ['succeeded', 'skipped', 'failed', 'unknown', 'not_run'];
  const styles = ['good', 'muted', 'bad', 'doubtful', 'pending'];
  const states = ['doubtful', 'good', 'bad', 'doubtful', 'pending'];
  const widest = 6;

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes ?? {})) {
      if (value !== null && value !== undefined) made.setAttribute(key, value);
    }
    made.append(...children);
    return made;
  }

  function duration(ms) {
    const decimal = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    if (ms < 1000) return ms + ' ms';
    if (ms < 60000) return decimal.format(ms / 1000) + ' s';
    return Math.floor(ms / 60000) + ' min ' + String(Math.floor(ms / 1000) % 60).padStart(2, '0') + ' s';
  }

  const textOf = value => (value === null || value === undefined ? '' : String(value));
  const badge = (style, text) => element('span', { class: 'badge ' + style }, text);
  const plain = value => element('bdi', null, textOf(value));

  function compare(a, b) {
    return typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(textOf(a), textOf(b));
  }

  // One table: columns with { name, get, show, number }, filters with { name, label, options, get }, and what a row opens to.
  function explorer(place, options) {
    const { pageSize } = options;
    const state = { text: '', sort: -1, down: false, page: 0, filters: options.filters.map(() => ''), open: new Set() };
    let shown = options.items;
    const search = element('input', { type: 'search', id: options.id + '-search', autocomplete: 'off', spellcheck: 'false' });
    const selects = options.filters.map((filter, i) => {
      const select = element('select', { id: options.id + '-filter-' + i }, element('option', { value: '' }, say('all')));
      for (const [value, label] of filter.options) select.append(element('option', { value }, label));
      select.addEventListener('change', () => { state.filters[i] = select.value; refresh(); });
      return select;
    });
    const clear = element('button', { type: 'button' }, say('clear'));
    const count = element('p', { class: 'count', role: 'status' });
    const body = element('tbody');
    const headers = options.columns.map((column, i) => {
      const button = element('button', { type: 'button' }, column.name);
      button.addEventListener('click', () => sortBy(i));
      return element('th', { scope: 'col', class: column.number ? 'number' : null, 'aria-sort': 'none' }, button);
    });
    const table = element('table', null, element('thead', null, element('tr', null, ...headers)), body);
    const pager = element('nav', { class: 'pager', 'aria-label': options.label });
    const position = element('span');
    const turn = (name, page) => {
      const button = element('button', { type: 'button' }, say(name));
      button.addEventListener('click', () => { state.page = page(); draw(); });
      return button;
    };
    const pages = () => Math.max(1, Math.ceil(shown.length / pageSize));
    const back = [turn('first', () => 0), turn('previous', () => state.page - 1)];
    const forth = [turn('next', () => state.page + 1), turn('last', () => pages() - 1)];
    pager.append(...back, position, ...forth);

    let waiting = 0;
    search.addEventListener('input', () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => { state.text = search.value; refresh(); }, 150);
    });
    clear.addEventListener('click', () => show({}));

    const label = (input, text) => element('div', { class: 'field' }, element('label', { for: input.id }, text), input);
    place.append(
      element('div', { class: 'controls' }, label(search, say('search')), ...selects.map((s, i) => label(s, options.filters[i].label)), clear),
      count,
      element('div', { class: 'scroll', role: 'region', tabindex: '0', 'aria-label': options.label }, table),
      pager);
    refresh();

    function sortBy(column) {
      if (state.sort !== column) [state.sort, state.down] = [column, false];
      else if (!state.down) state.down = true;
      else [state.sort, state.down] = [-1, false];
      headers.forEach((header, i) => header.setAttribute('aria-sort', i !== state.sort ? 'none' : state.down ? 'descending' : 'ascending'));
      refresh();
    }

    function refresh() {
      const only = /^#(\d+)$/.exec(state.text.trim());
      const wanted = state.text.trim().toLowerCase();
      shown = options.items.filter(item =>
        options.filters.every((filter, i) => state.filters[i] === '' || String(filter.get(item)) === state.filters[i])
        && (only ? options.row(item) === Number(only[1]) : wanted === '' || options.words(item).toLowerCase().includes(wanted)));
      if (state.sort >= 0) {
        const { get } = options.columns[state.sort];
        const sign = state.down ? -1 : 1;
        shown.sort((a, b) => sign * compare(get(a), get(b)) || options.row(a) - options.row(b));
      }
      state.page = 0;
      draw();
    }

    function draw() {
      state.page = Math.min(Math.max(0, state.page), pages() - 1);
      count.textContent = shown.length === 0 ? say('none') : say(options.count, format.format(shown.length), format.format(options.items.length));
      position.textContent = say('page', format.format(state.page + 1), format.format(pages()));
      back.forEach(button => { button.disabled = state.page === 0; });
      forth.forEach(button => { button.disabled = state.page >= pages() - 1; });
      pager.hidden = pages() === 1;
      body.replaceChildren();
      for (const item of shown.slice(state.page * pageSize, (state.page + 1) * pageSize)) drawRow(item);
    }

    function drawRow(item) {
      const row = element('tr');
      options.columns.forEach((column, i) => {
        const content = column.show ? column.show(item) : plain(column.get(item));
        if (i === 0 && options.detail) {
          const button = element('button', { type: 'button', class: 'opener', 'aria-expanded': 'false', 'aria-label': say('open', options.row(item)) }, content);
          row.append(element('td', null, button));
          row.addEventListener('click', event => {
            if (getSelection().toString() === '' || event.target.closest('button')) toggle(item, row, button);
          });
        } else {
          row.append(element('td', { class: column.number ? 'number' : null }, content));
        }
      });
      body.append(row);
      if (state.open.has(item)) toggle(item, row, row.querySelector('button'));
    }

    function toggle(item, row, button) {
      const isOpen = button.getAttribute('aria-expanded') === 'true';
      button.setAttribute('aria-expanded', String(!isOpen));
      if (isOpen) {
        row.nextSibling.remove();
        state.open.delete(item);
      } else {
        row.after(element('tr', { class: 'detail' }, element('td', { colspan: options.columns.length }, options.detail(item))));
        state.open.add(item);
      }
    }

    function show({ row, filters = [] }) {
      search.value = state.text = row === undefined ? '' : '#' + row;
      selects.forEach((select, i) => { select.value = state.filters[i] = filters[i] ?? ''; });
      state.open = new Set(row === undefined ? [] : options.items.filter(item => options.row(item) === row));
      refresh();
    }

    return { show };
  }

  function list(names, values, title) {
    const pairs = element('dl', { class: 'values' });
    names.forEach((name, i) => {
      if (textOf(values[i]) === '') return;
      pairs.append(element('div', null, element('dt', null, plain(name)), element('dd', null, plain(values[i]))));
    });
    return pairs.childElementCount === 0 ? [] : [element('h4', null, title), pairs];
  }

  function changes(call) {
    if (!call[9]) return '';
    const fields = (call[10] ?? []).map(([name, before, after]) => element('li', { class: before === after ? 'same' : null },
      name === '' ? '' : element('code', null, name), ' ', before === '' ? '' : element('del', null, before), before === '' ? '' : ' → ', element('ins', null, after)));
    return element('div', null, element('code', null, call[9]), element('ul', { class: 'fields' }, ...fields));
  }

  function callTable(calls) {
    const hasChanges = calls.some(call => call[9]);
    const names = ['step', 'method', 'effect', 'state', 'status', 'attempts', 'duration', 'key', 'message', ...(hasChanges ? ['request'] : [])];
    const rows = calls.map(call => element('tr', null,
      element('td', null, plain(call[0])), element('td', null, plain(call[1])), element('td', null, say('effect' + call[2])),
      element('td', null, badge(states[call[3]], say('state' + call[3]))), element('td', null, textOf(call[4] || null)),
      element('td', { class: 'number' }, textOf(call[5] || null)), element('td', { class: 'number' }, call[5] ? duration(call[6]) : ''),
      element('td', null, element('code', null, plain(call[7]))), element('td', null, plain(call[8])),
      ...(hasChanges ? [element('td', null, changes(call))] : [])));
    return element('div', { class: 'scroll' }, element('table', null,
      element('thead', null, element('tr', null, ...names.map(name => element('th', { scope: 'col', class: name === 'attempts' || name === 'duration' ? 'number' : null }, say(name))))),
      element('tbody', null, ...rows)));
  }

  function detail(row) {
    const facts = [say('step'), say('status'), say('reads'), say('writes'), say('attempts')];
    return element('div', { class: 'opened' },
      ...(row[3] === null ? [] : [element('p', { class: 'sentence' }, plain(row[3]))]),
      ...list(facts, row.slice(4, 9), say('figures')),
      ...list(data.inputs, row[10], say('given')),
      ...list(data.returned, row[11], say('returned')),
      element('h4', null, say('calls')),
      row[12].length === 0 ? element('p', null, say('noCalls')) : callTable(row[12]));
  }

  const codes = [...new Set(data.rows.map(row => textOf(row[2])))].filter(code => code !== '').sort(collator.compare);
  const rows = explorer(document.getElementById('rows-list'), {
    id: 'rows', pageSize: 50, label: say('rowsTable'), count: 'shown', items: data.rows, row: row => row[0], detail,
    words: row => [row[0], say(outcomes[row[1]]), row[2], row[3], ...row[10], ...row[11]].join('\n'),
    filters: [
      { label: say('outcome'), get: row => row[1], options: outcomes.map((name, i) => [String(i), say(name)]) },
      { label: say('code'), get: row => textOf(row[2]), options: codes.map(code => [code, code]) },
    ],
    columns: [
      { name: say('row'), get: row => row[0], number: true, show: row => String(row[0]) },
      ...data.inputs.slice(0, widest).map((name, i) => ({ name, get: row => row[10][i] })),
      { name: say('outcome'), get: row => say(outcomes[row[1]]), show: row => badge(styles[row[1]], say(outcomes[row[1]])) },
      ...data.returned.slice(0, widest).map((name, i) => ({ name, get: row => row[11][i] })),
      { name: say('code'), get: row => row[2], show: row => element('code', null, plain(row[2])) },
      { name: say('message'), get: row => row[3], show: row => element('div', { class: 'message' }, plain(row[3])) },
      { name: say('duration'), get: row => row[9], number: true, show: row => (row[1] === 4 ? '' : duration(row[9])) },
    ],
  });

  const writesPlace = document.getElementById('writes-list');
  if (writesPlace) {
    const writes = data.rows.flatMap(row => row[12].filter(call => call[2] !== 0).map(call => ({ row: row[0], call })));
    const methods = [...new Set(writes.map(write => write.call[1]))].sort(collator.compare);
    const hasChanges = writes.some(write => write.call[9]);
    explorer(writesPlace, {
      id: 'writes', pageSize: 20, label: say('writesTable'), count: 'shownWrites', items: writes, row: write => write.row, detail: null,
      words: ({ row, call }) => [row, call[0], call[1], say('state' + call[3]), call[7], call[8], call[9] ?? '', ...(call[10] ?? []).flat()].join('\n'),
      filters: [
        { label: say('method'), get: write => write.call[1], options: methods.map(name => [name, name]) },
        { label: say('state'), get: write => write.call[3], options: [0, 1, 2, 3, 4].map(state => [String(state), say('state' + state)]) },
      ],
      columns: [
        { name: say('row'), get: write => write.row, number: true, show: write => element('a', { href: '#rows', 'data-row': write.row }, String(write.row)) },
        { name: say('method'), get: write => write.call[1] },
        { name: say('state'), get: write => say('state' + write.call[3]), show: write => badge(states[write.call[3]], say('state' + write.call[3])) },
        { name: say('status'), get: write => write.call[4], number: true, show: write => textOf(write.call[4] || null) },
        ...(hasChanges ? [{ name: say('before') + ' → ' + say('after'), get: write => write.call[9] ?? '', show: write => changes(write.call) }] : []),
        { name: say('duration'), get: write => write.call[6], number: true, show: write => (write.call[5] ? duration(write.call[6]) : '') },
      ],
    });
  }

  document.addEventListener('click', event => {
    const link = event.target.closest('a[data-row], a[data-code]');
    if (link) rows.show(link.dataset.row === undefined ? { filters: ['', link.dataset.code] } : { row: Number(link.dataset.row) });
  });
})();
