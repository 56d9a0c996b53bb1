// Sets the colour scheme before the first paint; a file of its own because the page's policy forbids inline scripts.
(function () {
  function saved() {
    try {
      return window.localStorage.getItem('mantine-color-scheme-value');
    } catch {
      return null;
    }
  }
  const wish = saved();
  const dark = wish === 'dark' || (wish !== 'light' && window.matchMedia('(prefers-color-scheme: dark)').matches);
  window.document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
