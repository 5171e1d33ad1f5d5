// What happens on the page by itself: at first, and whenever Gradio has drawn something.
let isStarted = false;
const start = () => {
  if (isStarted || !kept()) return;
  isStarted = true;
  document.documentElement.lang = document.querySelector("#title header").lang;
  const address = new URL(window.location.href);
  const question = address.searchParams.get("q");
  const current = tab?.getItem(CURRENT);
  if (question?.trim()) {
    // Asked once: a page that is loaded anew opens the chat that came of it.
    address.searchParams.delete("q");
    window.history.replaceState(null, "", address);
    act("ask", 0, question);
  } else if (current?.startsWith(prefix()) && read(current).record) {
    openChat(current);
  }
};

// What the questions are narrowed to changes as the form does: a day once it is typed in full.
let later;
const narrowTo = (form) => {
  clearTimeout(later);
  later = undefined;
  const filled = new FormData(form);
  const [first, last] = ["first", "last"].map((name) => filled.get(name) || null);
  const isWrong = first !== null && last !== null && first > last;
  for (const day of form.querySelectorAll("[type=date]")) day.ariaInvalid = isWrong || null;
  form.querySelector(".wrong-days").hidden = !isWrong;
  if (!isWrong) act("filter", 0, JSON.stringify({ sources: filled.getAll("source"), first, last }));
};
document.addEventListener("change", (event) => {
  const form = event.target.closest?.("#filter-form");
  if (!form) return;
  if (!event.target.matches("[type=date]")) return narrowTo(form);
  clearTimeout(later);
  later = setTimeout(() => narrowTo(form), 400);
});
// Gradio changes the form in its place, where what was filled in would stand for what is.
let drawn;
const drawForm = () => {
  const newest = document.querySelector("#filters [data-drawn]")?.dataset.drawn;
  if (newest !== drawn) document.getElementById("filter-form")?.reset();
  drawn = newest;
};
document.addEventListener("submit", (event) => {
  if (event.target.matches("#filter-form")) event.preventDefault();
});

// The list of articles is narrowed as one types.
let soon;
document.addEventListener("input", (event) => {
  if (event.target.id !== "find") return;
  clearTimeout(soon);
  soon = setTimeout(async () => {
    const query = event.target.value;
    const html = await server.find_articles({ query, language: document.documentElement.lang });
    if (query === document.getElementById("find").value) {
      document.getElementById("found").innerHTML = html;
    }
  }, 200);
});

// Escape closes what is open and goes back to what opened it; in the box it gives up an edit.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = event.target.closest?.("details.menu[open], details.filter[open]");
  if (open) {
    open.open = false;
    open.querySelector("summary").focus();
  } else if (event.target === box() && document.querySelector("#hint .do-cancel")) {
    act("cancel");
  }
});
document.addEventListener("click", (event) => {
  const menu = document.getElementById("chats");
  if (menu?.open && !menu.contains(event.target) && event.target.isConnected) menu.open = false;
  if (event.target.closest?.("a.skip")) {
    event.preventDefault();
    box().focus();
  }
});

// A question comes to the top, with its answer under it; an answer's evidence starts at its first
// card.
let questions = 0;
let answers = 0;
let newest;
const keepUp = () => {
  quiet();
  start();
  keepChat();
  drawForm();
  const asked = document.querySelectorAll("#chat .question");
  const answered = document.querySelectorAll("#chat :is(.answer, .refusal, .failed)").length;
  const isAsked = asked.length > questions;
  if (isAsked || (answered > answers && !narrow.matches)) {
    asked[asked.length - 1].scrollIntoView({ behavior: behavior(), block: "start" });
  }
  if (asked.length !== questions) document.getElementById("question")?.classList.remove("sent");
  [questions, answers] = [asked.length, answered];
  const last = [...element.querySelectorAll(".turn")].at(-1)?.id;
  if (last !== newest) document.getElementById("beside").scrollTop = 0;
  newest = last;
};
// An answer can be lost on its way: see `ui/chat/app.py`. The page looks for it itself then.
const LOOK_MS = 3000;
setInterval(() => {
  if (document.querySelector("#chat .working, #question.sent")) trigger("look", {});
}, LOOK_MS);

// The chat itself may not be drawn yet, so the whole page is watched.
const told = ["aria-label", "data-chat", "data-drawn"];
const changes = { subtree: true, childList: true, attributeFilter: told };
new MutationObserver(keepUp).observe(document.body, changes);
keepUp();
