// Light or dark: as the browser has it, or as the reader has switched it.
const theme = (() => {
  const ALL = ["auto", "light", "dark"];
  let now = ALL.includes(words.remembered("theme")) ? words.remembered("theme") : "auto";
  function wear() {
    if (now === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = now;
  }
  function next() {
    now = ALL[(ALL.indexOf(now) + 1) % ALL.length];
    words.remember("theme", now);
    wear();
  }
  wear();
  return { next, name: () => now };
})();
