/**
 * Runs in the page of the Agents Playground, before its own script. That page forgets every message when it is loaded again, and it
 * stops showing anything at all after one message that comes before its configuration, or one update of a message that it forgot.
 * So messages wait here until it is ready for them, are kept, and are put back.
 */
(() => {
  const name = 'steunpunt';
  const { run } = document.currentScript.dataset;
  const kept = load();
  const shown = new Set();
  let nowReady;
  const ready = new Promise((resolve) => {
    nowReady = resolve;
  });

  /** The messages of this run, oldest first: id -> { conversation, message }. */
  function load() {
    try {
      const found = JSON.parse(localStorage.getItem(name));
      if (found?.run === run) return new Map(found.messages);
    } catch {
      // Not readable or not allowed: then it is as the page was made, without a memory.
    }
    return new Map();
  }

  function keep(conversation, message) {
    kept.set(message.messageId, { conversation, message });
    try {
      localStorage.setItem(name, JSON.stringify({ run, messages: [...kept] }));
    } catch {
      // Full: what is on the screen stays.
    }
  }

  /** Gives the page what it can take: a new message it has not, or another version of one it has. */
  function show(socket, conversation, message) {
    const action = shown.has(message.messageId) ? 'updateMessage' : 'createMessage';
    shown.add(message.messageId);
    deliver(socket, { action, actionConversationId: conversation, message });
  }

  const cards = '.fai-OutputCard';
  const scrolls = (element) =>
    element.scrollHeight > element.clientHeight && /auto|scroll/.test(getComputedStyle(element).overflowY);

  /** The page goes to its end, where a long card shows only its last buttons: one begins to read at the top. */
  function reveal(find) {
    setTimeout(() => {
      const card = find();
      let scroller = card;
      while (scroller && !scrolls(scroller)) scroller = scroller.parentElement;
      if (!scroller) return;
      const { top, bottom, height } = card.getBoundingClientRect();
      const view = scroller.getBoundingClientRect();
      const startsAbove = top < view.top || height + 48 > view.height;
      scroller.scrollTop += startsAbove ? top - view.top - 32 : Math.max(0, bottom - view.bottom + 16);
    }, 300);
  }
  const lastCard = () => [...document.querySelectorAll(cards)].at(-1);

  function deliver(socket, data) {
    socket.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(data) }));
  }

  const Original = window.WebSocket;
  window.WebSocket = class extends Original {
    constructor(url, ...rest) {
      super(url, ...rest);
      if (!String(url).includes('/_ws_conversation/')) return;
      this.addEventListener('open', async () => {
        await ready;
        // An answer may come in before the message it answers was confirmed; an id begins with the time at which it was made.
        const inOrder = [...kept].sort(([one], [other]) => Number.parseInt(one, 10) - Number.parseInt(other, 10));
        for (const [id, { conversation, message }] of inOrder) if (!shown.has(id)) show(this, conversation, message);
      });
      // Ours comes first, so it can take an event away from the page and give it another, later.
      this.addEventListener('message', async (event) => {
        if (!event.isTrusted) return;
        event.stopImmediatePropagation();
        const data = JSON.parse(event.data);
        await ready;
        if (data.action !== 'createMessage' && data.action !== 'updateMessage') return deliver(this, data);
        keep(data.actionConversationId, data.message);
        show(this, data.actionConversationId, data.message);
        if (data.action === 'createMessage') reveal(lastCard);
      });
    }
  };

  // What the person says, and a card that the answer to a press replaced, do not come in over the socket.
  const { open, send } = XMLHttpRequest.prototype;
  const paths = new WeakMap();
  XMLHttpRequest.prototype.open = function (method, url, ...rest) {
    paths.set(this, new URL(url, location.href).pathname);
    return open.call(this, method, url, ...rest);
  };
  XMLHttpRequest.prototype.send = function (body) {
    const path = paths.get(this) ?? '';
    const conversation = /^\/_conversation\/v1\/conversations\/(.+)\/messages$/.exec(path)?.[1];
    const pressed = document.activeElement?.closest(cards);
    this.addEventListener('load', () => {
      if (this.status !== 200) return;
      // The page reads the answer in this same event; a moment later it knows its conversations.
      if (path === '/_internal/v1/config') setTimeout(nowReady, 50);
      if (conversation !== undefined)
        said(decodeURIComponent(conversation), JSON.parse(body), JSON.parse(this.responseText));
      if (path === '/_conversation/v1/invoke') {
        replaced(JSON.parse(body), JSON.parse(this.responseText));
        reveal(() => (pressed?.isConnected ? pressed : lastCard()));
      }
    });
    return send.call(this, body);
  };

  function said(conversation, { from, text, textFormat = 'plain' }, { messageId, timestamp }) {
    shown.add(messageId);
    keep(conversation, { messageId, timestamp, from, text, textFormat });
  }

  function replaced({ replyToId }, { type, value }) {
    const entry = kept.get(replyToId);
    if (entry === undefined || type !== 'application/vnd.microsoft.card.adaptive') return;
    const attachments = [{ contentType: type, content: value }];
    keep(entry.conversation, { ...entry.message, attachments });
  }
})();
