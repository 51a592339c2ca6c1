// What makes a page of the dashboard live. Without it every page is complete and reloads itself.
"use strict";
(() => {
  const shortTime = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const shortDay = { month: "short", day: "numeric" };

  const two = (number) => String(number).padStart(2, "0");
  const local = (at) =>
    `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;

  // Times: the server says UTC, the reader has a time of their own; the title keeps UTC.
  function localize(root) {
    for (const time of root.querySelectorAll("time[datetime]:not([data-age])")) {
      const at = new Date(time.dateTime);
      const kind = time.dataset.short;
      time.textContent = kind === "time" ? at.toLocaleTimeString([], shortTime) : kind === "day" ? at.toLocaleDateString([], shortDay) : local(at);
    }
  }

  function span(seconds) {
    const s = Math.max(0, Math.floor(seconds));
    const units = (one, unit, other, otherUnit) => `${Math.floor(one)} ${unit}${other >= 1 ? ` ${two(Math.floor(other))} ${otherUnit}` : ""}`;
    if (s < 60) return `${s} s`;
    if (s < 3600) return units(s / 60, "min", s % 60, "s");
    if (s < 86400) return units(s / 3600, "h", s / 60 % 60, "min");
    return units(s / 86400, "d", s / 3600 % 24, "h");
  }

  // Ages go on by themselves. The server's clock counts, not the reader's: the difference is taken from the first reading.
  let skew = 0;
  function age() {
    for (const time of document.querySelectorAll("time[data-age]")) {
      const text = span((Date.now() - skew - new Date(time.dateTime)) / 1000);
      if (time.textContent !== text) time.textContent = text;
    }
  }

  // Theme: automatic, light, dark and around again.
  const button = document.getElementById("theme");
  const themes = ["automatic", "light", "dark"];
  function showTheme() {
    button.lastElementChild.textContent = document.documentElement.dataset.theme ?? "automatic";
  }
  button.hidden = false;
  button.addEventListener("click", () => {
    const next = themes[(themes.indexOf(document.documentElement.dataset.theme ?? "automatic") + 1) % themes.length];
    if (next === "automatic") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    try {
      if (next === "automatic") localStorage.removeItem("theme");
      else localStorage.setItem("theme", next);
    } catch {
      // It lasts as long as the page, then.
    }
    showTheme();
  });
  showTheme();

  localize(document);
  const main = document.getElementById("main");
  const status = document.getElementById("live");
  setInterval(age, 1000);
  if (!main.dataset.live) return;

  // Reading the page again and exchanging the parts that differ keeps scroll position, focus and what is typed.
  let reading = false;
  let again = false;
  let jobs = [];
  async function refresh() {
    if (reading) {
      again = true;
      return;
    }
    reading = true;
    try {
      const answer = await fetch(location.href, { headers: { "X-Refresh": "1" }, redirect: "manual" });
      if (answer.type === "opaqueredirect") {
        location.reload();
        return;
      }
      const date = Date.parse(answer.headers.get("Date") ?? "");
      if (!Number.isNaN(date)) skew = Math.abs(Date.now() - date) > 2000 ? Date.now() - date : 0;
      if (answer.ok) exchange(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      // The next event, or the next reconnection, tries again.
    } finally {
      reading = false;
      if (again) {
        again = false;
        setTimeout(refresh, 1000);
      }
    }
  }

  function exchange(page) {
    localize(page);
    const newMain = page.getElementById("main");
    if (newMain?.dataset.live) main.dataset.live = newMain.dataset.live;
    const focused = document.activeElement;
    const trace = focused?.getAttribute("href");
    const region = focused?.closest("[data-region]")?.id;
    for (const old of document.querySelectorAll("[data-region]")) {
      const fresh = page.getElementById(old.id);
      if (!fresh || fresh.innerHTML === old.innerHTML) continue;
      const open = [...old.querySelectorAll("details[open] > summary")].map((summary) => summary.textContent);
      old.replaceChildren(...document.importNode(fresh, true).childNodes);
      for (const summary of old.querySelectorAll("details > summary")) summary.parentElement.open = open.includes(summary.textContent);
      if (region === old.id && trace) [...old.querySelectorAll("a")].find((link) => link.getAttribute("href") === trace)?.focus();
    }
    showJobs();
    age();
  }

  function showJobs() {
    for (const job of jobs) {
      const place = document.querySelector(`[data-job="${CSS.escape(job.id)}"]`);
      if (!place) continue;
      const bar = place.querySelector("progress");
      if (job.percent === null || job.percent === undefined) bar.removeAttribute("value");
      else bar.value = job.percent;
      place.querySelector("[data-text]").textContent = job.percent === null || job.percent === undefined ? job.text : `${job.percent} % · ${job.text}`;
    }
  }

  // Events. A page that nobody sees gives its connection back.
  let source = null;
  let timer = null;
  function say(text, kind) {
    status.textContent = text;
    status.dataset.kind = kind;
  }
  function follow() {
    if (source || document.hidden) return;
    source = new EventSource(`/events?since=${encodeURIComponent(main.dataset.live)}`);
    source.onopen = () => {
      say("Live", "on");
      clearInterval(timer);
      timer = null;
    };
    source.addEventListener("changed", refresh);
    source.addEventListener("progress", (event) => {
      jobs = JSON.parse(event.data);
      showJobs();
    });
    source.onerror = () => {
      say("Reconnecting", "off");
      // A refusal is final for the browser: read again now and then instead, and try to follow again.
      if (source?.readyState !== EventSource.CLOSED) return;
      source = null;
      timer ??= setInterval(() => {
        refresh();
        follow();
      }, 30000);
    };
  }
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      source?.close();
      source = null;
    } else {
      follow();
    }
  });
  addEventListener("pagehide", () => source?.close());
  say("Connecting", "off");
  follow();
})();
