/* Proposes the result of a DPIA screening while its criteria are ticked.
   Without this script the result is worked out when the screening is saved. */
'use strict';
{
    function start(select) {
        const said = JSON.parse(select.dataset.screening);
        const box = name => document.getElementById(`id_${name}`);
        const told = document.createElement('div');
        told.className = 'help screening-proposal';
        told.setAttribute('role', 'status');
        select.insertAdjacentElement('afterend', told);
        let proposal = '';

        function proposed() {
            const met = said.criteria.filter(name => box(name).checked).length;
            return met >= said.enough || box(said.list).checked ? said.needed : said.notNeeded;
        }

        function tell() {
            const cases = said.cases.filter(each => each.criteria.every(name => box(name).checked));
            const sentences = [said.words[proposal], ...cases.map(each => each.sentence)];
            if (select.value && select.value !== proposal) {
                sentences.push(said.deviates);
            }
            told.textContent = sentences.join(' ');
        }

        function propose() {
            const follows = !select.value || select.value === proposal;
            proposal = proposed();
            if (follows) {
                select.value = proposal;
            }
            tell();
        }

        for (const name of [...said.criteria, said.list]) {
            box(name).addEventListener('change', propose);
        }
        select.addEventListener('change', tell);
        proposal = proposed();
        if (!select.value) {
            select.value = proposal;
        }
        tell();
    }

    document.addEventListener('DOMContentLoaded', () => {
        document.querySelectorAll('select[data-screening]').forEach(start);
    });
}
