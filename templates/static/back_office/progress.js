/* Tells how far the work on a list is, and shows the page anew when it is done.
   Without this script the page is loaded again by hand. */
'use strict';
{
    const EVERY = 1500; // milliseconds

    function show(box, state) {
        const bar = box.querySelector('progress');
        bar.max = state.total || 1;
        bar.value = state.done;
        box.querySelector('[data-phase]').textContent = state.phase;
        box.querySelector('[data-rows]').textContent = state.total ? `${state.done} / ${state.total}` : '';
    }

    async function look(box) {
        try {
            const answer = await fetch(box.dataset.state, {headers: {Accept: 'application/json'}});
            if (answer.redirected || answer.status === 403) {
                return location.reload(); // logged out, or no longer allowed: the page says so
            }
            const state = await answer.json();
            if (!state.is_waiting) {
                return location.reload();
            }
            show(box, state);
        } catch {
            box.querySelector('[data-rows]').textContent = ''; // no answer now; one may come
        }
        return setTimeout(look, EVERY, box);
    }

    document.querySelectorAll('.waiting[data-state]').forEach(box => setTimeout(look, EVERY, box));
}
