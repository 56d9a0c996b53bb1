// What the shop's pages do beyond links and forms: consent, cart drawer, gallery, and the player's "add to cart".
const $ = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const words = document.body.dataset;

/** Vitrina's token of this viewer: from the player on the page, or the one it kept from an earlier page. */
function viewerToken() {
  if ($('vitrina-player')?.viewerToken) return $('vitrina-player').viewerToken;
  try {
    return localStorage.getItem('vitrina.viewer') ?? '';
  } catch {
    return '';
  }
}

async function post(path, fields) {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fields),
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response.status === 204 ? null : response.json();
}

let toastTimer;
function toast(text) {
  const box = $('#toast');
  box.textContent = text;
  box.classList.add('shown');
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => box.classList.remove('shown'), 3500);
}

function showCount(count) {
  const badge = $('#cart-count');
  badge.textContent = String(count);
  badge.dataset.count = String(count);
}

/* ---- consent */

$('#consent form')?.addEventListener('submit', async (event) => {
  event.preventDefault();
  const answer = event.submitter?.value ?? 'denied';
  $('#consent').remove();
  for (const player of all('vitrina-player')) player.setAttribute('consent', answer);
  document.dispatchEvent(new CustomEvent('vitrina:consent', { detail: { granted: answer === 'granted' } }));
  await post('/consent', { answer }).catch(() => undefined);
});

/* ---- cart */

const drawer = $('#drawer');

function openDrawer(panel) {
  drawer.innerHTML = panel;
  if (!drawer.open) drawer.showModal();
}

// A click on the dark part around the drawer closes it.
drawer.addEventListener('click', (event) => {
  if (event.target === drawer) drawer.close();
});

async function change(path, form, submitter) {
  const fields = Object.fromEntries(new FormData(form, submitter));
  if ('viewerToken' in fields) fields.viewerToken = viewerToken();
  const { count, panel } = await post(path, fields);
  showCount(count);
  return panel;
}

document.addEventListener('submit', async (event) => {
  const form = event.target;
  if (form.matches('[data-add]')) {
    event.preventDefault();
    try {
      openDrawer(await change('/cart/add', form));
    } catch {
      toast(words.notAdded);
    }
  } else if (form.matches('[data-set]') && drawer.contains(form)) {
    event.preventDefault();
    const name = event.submitter?.getAttribute('aria-label');
    try {
      drawer.innerHTML = await change('/cart/set', form, event.submitter);
      // The pressed button was redrawn; the keyboard stays where it was.
      (all('button', drawer).find((button) => button.getAttribute('aria-label') === name) ?? $('button', drawer))?.focus();
    } catch {
      toast(words.notAdded);
    }
  } else {
    for (const input of all('[data-viewer]', form)) input.value = viewerToken();
  }
});

$('[data-drawer]')?.addEventListener('click', async (event) => {
  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  try {
    const response = await fetch('/cart/panel', { signal: AbortSignal.timeout(5000) });
    openDrawer(await response.text());
  } catch {
    location.assign('/cart');
  }
});

/* ---- the player asks to put something into our cart */

document.addEventListener('vitrina:cart', (event) => {
  const { productId, variantId, quantity, viewerToken: token, respondWith } = event.detail;
  const added = post('/cart/add', {
    productId,
    variantId: variantId ?? '',
    quantity: quantity ?? 1,
    viewerToken: token ?? viewerToken(),
  }).then(({ count }) => {
    showCount(count);
    toast(words.added);
  });
  added.catch(() => undefined);
  respondWith?.(added);
});

/* ---- gallery */

for (const gallery of all('[data-gallery]')) {
  const main = $('[data-gallery-main]', gallery);
  const thumbs = all('ul a', gallery);
  const show = (thumb) => {
    for (const other of thumbs) other.toggleAttribute('aria-current', false);
    thumb.setAttribute('aria-current', 'true');
    main.href = thumb.href;
    $('img', main).src = thumb.href;
  };
  for (const [i, thumb] of thumbs.entries()) {
    thumb.addEventListener('click', (event) => {
      event.preventDefault();
      show(thumb);
    });
    thumb.addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const next = step && thumbs[(i + step + thumbs.length) % thumbs.length];
      if (!next) return;
      event.preventDefault();
      next.focus();
      show(next);
    });
  }
}
