// The chats of this browser: kept in its own storage by the library that they are about, listed in
// the menu, opened again, saved as a file. What they hold is checked in Python when it comes back.
const MOST_CHATS = 50;
const CURRENT = "tanya.current";
let lastKept;

// A browser may allow no storage; then nothing is kept, and all else goes on.
const allowed = (storage) => {
  try {
    return window[storage];
  } catch {
    return null;
  }
};
const storage = allowed("localStorage");
const tab = allowed("sessionStorage");
const kept = () => {
  const told = document.getElementById("kept")?.dataset.chat;
  return told && JSON.parse(told);
};
const prefix = () => `tanya.chat.${kept()?.library}.`;

const read = (name) => {
  try {
    return { name, ...JSON.parse(storage.getItem(name)) };
  } catch {
    return { name, at: 0 };
  }
};
const chats = () =>
  Object.keys(storage ?? {})
    .filter((name) => name.startsWith(prefix()))
    .map(read)
    .sort((one, other) => other.at - one.at);

const put = (name, chat) => {
  const others = chats().filter((each) => each.name !== name);
  for (const old of others.splice(MOST_CHATS - 1)) storage.removeItem(old.name);
  for (;;) {
    try {
      return storage.setItem(name, JSON.stringify(chat));
    } catch {
      // No room: the oldest goes, until there is.
      if (!others.length) return;
      storage.removeItem(others.pop().name);
    }
  }
};

// An answer that is only not there now, as over other articles, is kept until its chat goes on.
const isNews = (record, before) => {
  if (!before || record === before) return record !== before;
  const [now, then] = [record, before].map((each) => JSON.parse(each).turns);
  const isLost = now.some((turn, n) => turn.is_stale && !then[n]?.is_stale);
  return !isLost || now.length !== then.length;
};

const keepChat = () => {
  const { key, title, record } = kept() ?? {};
  if (!storage || key === undefined) return;
  const isFirst = lastKept === undefined;
  if (lastKept === key + record) return;
  lastKept = key + record;
  const name = prefix() + key;
  // The empty chat of a page that has just come is not yet the one that its tab had open.
  if (record || !isFirst) tab?.setItem(CURRENT, name);
  if (!record) storage.removeItem(name);
  else if (isNews(record, read(name).record)) put(name, { title, at: Date.now(), record });
  listChats();
};

const made = (tag, className, text) => {
  const node = Object.assign(document.createElement(tag), { className, textContent: text });
  if (tag === "button") node.type = "button";
  return node;
};
const listed = ({ name, title, at }, list) => {
  const item = made("li", "", "");
  const isOpen = name === prefix() + kept().key;
  const open = made("button", "open-chat", title || "…");
  open.dataset.name = name;
  if (isOpen) open.setAttribute("aria-current", "true");
  const time = made("time", "", new Date(at).toLocaleString(list.dataset.locale));
  const remove = made("button", "delete-chat", list.dataset.delete);
  remove.setAttribute("aria-label", `${list.dataset.delete}: ${title}`);
  remove.dataset.name = name;
  item.append(open, time, remove);
  return item;
};
const listChats = () => {
  const list = document.getElementById("chat-list");
  if (!list || !kept()) return;
  const all = chats();
  list.replaceChildren(...all.map((chat) => listed(chat, list)));
  document.querySelector("#chats .no-chats").hidden = all.length > 0;
  document.querySelector("#chats .saving").hidden = !kept().record;
};
window.addEventListener("storage", listChats);

const openChat = (name) => act("open", 0, read(name).record ?? "");
const deleteChat = (name) => {
  storage.removeItem(name);
  if (name === prefix() + kept().key) act("new");
  listChats();
};

const saveChat = async (form) => {
  const { record, title } = kept();
  const language = document.documentElement.lang;
  const text = await server.export_chat({ record, form, language });
  if (!text) return;
  const type = form === "json" ? "application/json" : "text/markdown";
  const link = made("a", "", "");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  const name = title.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 60);
  link.download = `${name || "tanya"}.${form === "json" ? "json" : "md"}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
};

document.addEventListener("click", (event) => {
  const button = event.target.closest?.(".open-chat, .delete-chat");
  if (!button) return;
  if (button.matches(".delete-chat")) {
    deleteChat(button.dataset.name);
    return document.querySelector("#chats summary").focus();
  }
  openChat(button.dataset.name);
  document.getElementById("chats").open = false;
  box().focus();
});
