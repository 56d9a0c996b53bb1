// Sets the colour scheme before the first paint; a file of its own because the page's policy forbids inline scripts.
(function () {
  var saved = null;
  try {
    saved = localStorage.getItem('mantine-color-scheme-value');
  } catch (error) {
    saved = null;
  }
  var dark = saved === 'dark' || (saved !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
