// Sets theme, density, language and accent before the first paint. It stands in its own file because the page's policy allows no inline script.
(() => {
  const root = document.documentElement;
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem('vigie.look') || '{}') || {};
  } catch {
    kept = {};
  }
  const light = kept.theme === 'light' || (kept.theme === 'system' && matchMedia('(prefers-color-scheme: light)').matches);
  const theme = light ? 'light' : 'dark';
  root.dataset.theme = theme;
  root.dataset.density = kept.density === 'comfortable' ? 'comfortable' : 'compact';
  const wanted =
    kept.language ||
    (navigator.languages || [navigator.language]).map((tag) => String(tag).slice(0, 2)).find((tag) => tag === 'fr' || tag === 'en');
  root.lang = wanted === 'fr' ? 'fr' : 'en';
  for (const [name, value] of Object.entries((kept.accent && kept.accent[theme]) || {})) {
    if (/^--[a-z-]+$/.test(name) && /^#[0-9a-fA-F]{6}$/.test(value)) {
      root.style.setProperty(name, value);
    }
  }
})();
