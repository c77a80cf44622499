/* Tabs over the parts of a long record, and names for the boxes that other scripts make.
   Without this script the record is one long page. */
'use strict';
{
    const FEWEST = 3; // a record with fewer parts needs no tabs

    function groups(box) {
        // Parts of the same name share a tab, in the order of their first part.
        const found = new Map();
        for (const part of box.querySelectorAll(':scope > .tab-part')) {
            const name = part.dataset.tab.trim();
            found.set(name, [...(found.get(name) || []), part]);
        }
        return found;
    }

    function panelOf(name, parts, index) {
        const panel = document.createElement('div');
        panel.className = 'tab-panel';
        panel.id = `panel-${index}`;
        panel.setAttribute('role', 'tabpanel');
        panel.setAttribute('aria-labelledby', `tab-${index}`);
        for (const part of parts) {
            const heading = part.querySelector('.fieldset-heading, .inline-heading');
            if (heading && heading.textContent.trim().toLowerCase() === name.toLowerCase()) {
                part.classList.add('same-name');
            }
            panel.append(part);
        }
        return panel;
    }

    function tabOf(name, panel, index, errorLabel) {
        const tab = document.createElement('button');
        tab.type = 'button';
        tab.id = `tab-${index}`;
        tab.textContent = name;
        tab.setAttribute('role', 'tab');
        tab.setAttribute('aria-controls', panel.id);
        if (panel.querySelector('.tabular, .inline-related')) {
            const rows = panel.querySelectorAll('tr.has_original, .inline-related.has_original').length;
            if (rows) {
                tab.append(label('count', String(rows)));
            }
        }
        if (panel.querySelector('.errorlist')) {
            tab.classList.add('has-errors');
            tab.append(label('visually-hidden', ` – ${errorLabel}`));
        }
        return tab;
    }

    function label(className, text) {
        const span = document.createElement('span');
        span.className = className;
        span.textContent = text;
        return span;
    }

    function show(tabs, chosen, key) {
        for (const tab of tabs) {
            const isChosen = tab === chosen;
            tab.setAttribute('aria-selected', String(isChosen));
            tab.tabIndex = isChosen ? 0 : -1;
            document.getElementById(tab.getAttribute('aria-controls')).hidden = !isChosen;
        }
        sessionStorage.setItem(key, String(tabs.indexOf(chosen)));
    }

    function reached(tabs, from, key) {
        const last = tabs.length - 1;
        switch (key) {
        case 'ArrowRight': return tabs[from === last ? 0 : from + 1];
        case 'ArrowLeft': return tabs[from === 0 ? last : from - 1];
        case 'Home': return tabs[0];
        case 'End': return tabs[last];
        default: return null;
        }
    }

    function build(box) {
        const found = groups(box);
        if (found.size < FEWEST) {
            return;
        }
        const list = document.createElement('div');
        list.className = 'tab-list';
        list.setAttribute('role', 'tablist');
        list.setAttribute('aria-label', box.dataset.label);
        box.prepend(list);
        box.classList.add('tabbed');
        const tabs = [...found].map(([name, parts], index) => {
            const panel = panelOf(name, parts, index);
            box.append(panel);
            const tab = tabOf(name, panel, index, box.dataset.error);
            list.append(tab);
            return tab;
        });
        const key = `tab:${location.pathname}`;
        list.addEventListener('click', event => {
            const tab = event.target.closest('[role=tab]');
            if (tab) {
                show(tabs, tab, key);
            }
        });
        list.addEventListener('keydown', event => {
            const next = reached(tabs, tabs.indexOf(document.activeElement), event.key);
            if (next) {
                event.preventDefault();
                show(tabs, next, key);
                next.focus();
            }
        });
        const wrong = tabs.find(tab => tab.classList.contains('has-errors'));
        const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
        const named = tabs.find(tab => document.getElementById(tab.getAttribute('aria-controls')).contains(target || document));
        show(tabs, wrong || named || tabs[Number(sessionStorage.getItem(key))] || tabs[0], key);
        if (named && !wrong) {
            target.scrollIntoView({block: 'nearest'});
            target.focus();
        }
    }

    // The autocomplete draws a box of its own beside the select, without the name of the field.
    function nameBoxes() {
        for (const select of document.querySelectorAll('select.admin-autocomplete')) {
            const drawn = select.nextElementSibling;
            const box = drawn && drawn.querySelector('[role=combobox]');
            const given = select.getAttribute('aria-label');
            const name = given || (select.labels[0] ? select.labels[0].textContent.trim() : '');
            if (box && name) {
                const value = drawn.querySelector('.select2-selection__rendered');
                box.id = `${select.id}-box`;
                box.setAttribute('aria-label', name);
                box.setAttribute('aria-labelledby', `${box.id} ${value.id}`);
                value.setAttribute('aria-label', name);
            }
        }
    }

    function nameColumns() {
        for (const box of document.querySelectorAll('.tabs')) {
            for (const head of box.querySelectorAll('.tabular thead th:empty')) {
                head.append(label('visually-hidden', box.dataset.row));
            }
        }
    }

    document.addEventListener('DOMContentLoaded', () => {
        document.querySelectorAll('.tabs').forEach(build);
        nameColumns();
    });
    if (window.django && window.django.jQuery) {
        window.django.jQuery(nameBoxes); // after its other callbacks, which draw the boxes
    }
    document.addEventListener('formset:added', () => setTimeout(nameBoxes));
}
