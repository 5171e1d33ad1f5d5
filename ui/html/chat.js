// Runs once, in the evidence panel: `element` is the panel, `server` and `trigger` reach Python.
// Every listener sits on the document, so that what Gradio draws anew needs none of its own.
const narrow = window.matchMedia("(max-width: 859px)");
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
const behavior = () => (calm.matches ? "auto" : "smooth");

const flash = (node) => {
  node.classList.remove("flash");
  void node.offsetWidth; // Without this the animation does not start again.
  node.classList.add("flash");
};

const show = (turn) => {
  for (const section of element.querySelectorAll(".turn")) section.hidden = section !== turn;
};

// The way back leads to the very number that was followed, where it still stands.
let followed;
const followedFrom = (card) =>
  followed?.isConnected && card?.querySelector(followed.hash) ? followed : null;

const follow = (link) => {
  const back = link.matches(".back") ? followedFrom(link.closest(".card")) : null;
  const target = back ?? document.getElementById(link.hash.slice(1));
  if (!target) return;
  if (link.matches(".cite")) followed = link;
  const turn = target.closest(".turn");
  if (turn) show(turn);
  const place = target.closest(".card") ?? target;
  const fits = place.offsetHeight < 0.8 * window.innerHeight;
  const block = fits && !narrow.matches ? "nearest" : "start";
  place.scrollIntoView({ behavior: behavior(), block });
  if (!place.matches("a, button")) place.tabIndex = -1;
  place.focus({ preventScroll: true });
  flash(place);
};

// Where else this article answered something in this chat; these quotations have the number 0.
const elsewhere = (button, article) =>
  [...element.querySelectorAll(".card .open-article")]
    .filter((other) => other !== button && other.dataset.article === article)
    .flatMap((other) => other.dataset.quotes.split(" "))
    .map((place) => place.replace(/-\d+$/, "-0"))
    .join(" ");

let opener;
const open = async (button) => {
  const view = document.getElementById("article-window");
  const { article, quotes, marks, language, failed } = button.dataset;
  const all = [quotes, elsewhere(button, article)].join(" ").trim();
  const html = await server.open_article({ article, quotes: all, marks, language });
  if (!html) {
    button.textContent = failed;
    return;
  }
  view.innerHTML = html;
  if (!view.open) view.showModal();
  opener = button;
  const first = view.querySelector("mark.quote") ?? view.querySelector("mark");
  first?.scrollIntoView({ block: "center" });
};

const write = async (text) => {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // A page that is not on this machine, and not over HTTPS, has no clipboard of its own.
  const area = Object.assign(document.createElement("textarea"), { value: text });
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
};

const copy = async (button, text, done) => {
  await write(text);
  const label = button.textContent;
  button.textContent = done;
  setTimeout(() => (button.textContent = label), 1500);
};

// An answer is copied with its sources, as they stand in the evidence. A claim that is the whole
// quotation is there already.
const answerText = (answer) => {
  const exact = [...answer.querySelectorAll(".claim:not(.whole)")];
  const claims = exact.map((claim) => claim.textContent.replace(/\s+/g, " "));
  const links = [...answer.querySelectorAll("a.cite")];
  const cards = new Set(links.map((link) => document.getElementById(link.hash.slice(1))?.closest(".card")));
  const sources = [...cards].filter(Boolean).map((card) => {
    const numbers = [...card.querySelectorAll(".number")].map((n) => `[${n.textContent}]`).join("");
    return `${numbers} ${card.querySelector(".copy-quotation").dataset.copy}`;
  });
  return [...claims, ...(claims.length ? [""] : []), ...sources].join("\n");
};

// What is done about an answer stands in the class of its button, and is done in Python.
const box = () => document.querySelector("#question textarea");
const act = (name, turn = 0, text = "") => trigger("act", { name, turn, text });
const does = (button) => {
  const name = [...button.classList].find((each) => each.startsWith("do-")).slice(3);
  const said = button.closest("[id^=answer-], [id^=evidence-]");
  const turn = Number(said?.id.split("-")[1] ?? 0);
  if (name === "copy") return copy(button, answerText(said), button.title);
  if (name === "link") return copy(button, linkTo(turn), button.title);
  if (name.startsWith("save-")) return saveChat(name.slice("save-".length));
  if (name === "suggested") act("ask", 0, button.textContent);
  else if (name === "gloss") act(name, turn, button.dataset.text);
  else if (!name.startsWith("judge-")) act(name, turn);
  else act("judge", turn, name.slice("judge-".length).toLowerCase().replace("_", " "));
  // Its button will be gone; the box is where one goes on. On a phone it brings the keyboard.
  if (!narrow.matches || ["correct", "edit", "stop"].includes(name)) box().focus();
};
const linkTo = (turn) => {
  const asked = document.querySelectorAll("#chat .question")[turn - 1].textContent;
  const link = new URL(window.location.pathname, window.location.href);
  link.searchParams.set("q", asked);
  return link.href;
};

document.addEventListener("click", (event) => {
  const near = (selector) => event.target.closest?.(selector);
  const link = near("a.cite, a.see, a.back");
  if (link) {
    event.preventDefault();
    return follow(link);
  }
  if (near("#question .submit-button, #chat .example")) sent();
  if (near("#chat .example")) document.querySelector("#question textarea").focus();
  if (near(".open-article")) return open(near(".open-article"));
  if (near(".copy-quotation")) {
    const button = near(".copy-quotation");
    return copy(button, button.dataset.copy, button.dataset.copied);
  }
  if (near(".do")) return does(near(".do"));
  const view = near("#article-window");
  // A click on the dialog itself, and on nothing in it, is a click on what is behind it.
  if (view && (event.target === view || near(".close"))) view.close();
});

// Gradio reads the source of a message aloud, tags and all; its text is enough.
const quiet = () => {
  for (const message of document.querySelectorAll("#chat [data-testid][aria-label]")) {
    message.removeAttribute("aria-label");
  }
  // It calls its example questions a list, which has no items: they are buttons.
  document.querySelector("#chat .examples[role=list]")?.setAttribute("role", "group");
};
// The server's first word takes a moment; that the question was taken is shown at once.
const sent = () => {
  const box = document.getElementById("question");
  box.classList.add("sent");
  setTimeout(() => box.classList.remove("sent"), 5000);
};
document.addEventListener("keydown", (event) => {
  const isSent = event.key === "Enter" && !event.shiftKey && !event.isComposing;
  if (isSent && event.target.closest?.("#question") && event.target.value?.trim()) sent();
});
